import { execFile } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { promisify } from 'node:util'
import { describe, expect, inject, it } from 'vitest'
import { withOwner } from '#dev/logins.ts'
import { addStaff, readStaff } from '#dev/staff.ts'

const { ownerUrl } = inject('ground')
const run = promisify(execFile)

/** `npm run staff -- …`, as somebody types it. A process of its own takes longer than what it does: what is read, and what is written, is
 *  asked directly where nothing else is the matter. */
async function staff(args: string[], database = ownerUrl): Promise<{ code: number; out: string; err: string }> {
  try {
    const { stdout, stderr } = await run(process.execPath, ['dev/staff.ts', ...args], { env: { ...process.env, DATABASE_URL: database } })
    return { code: 0, out: stdout, err: stderr }
  } catch (error) {
    const { code, stdout, stderr } = error as { code: number; stdout: string; stderr: string }
    return { code, out: stdout, err: stderr }
  }
}

const query = <Row extends object>(text: string, params: unknown[]) =>
  withOwner(ownerUrl, async (owner) => (await owner.query<Row>(text, params)).rows)

const peopleLike = (oid: string, email: string) =>
  query<{ id: string; email: string; role: string; lead: boolean; status: string }>(
    'select id, email, role, lead, status from app.internal_user where directory_id = $1 or lower(email) = lower($2)',
    [oid, email],
  )

const someone = (more: Record<string, string> = {}) => {
  const oid = randomUUID()
  const told = { email: `${oid}@vendor.example`, oid, name: 'Nora Quillfeather', role: 'SUPPORT_L3', ...more }
  return { ...told, args: ['add', ...Object.entries(told).flatMap(([name, value]) => [`--${name}`, value])] }
}

async function added(args: string[]) {
  const read = readStaff(args)
  if ('wrong' in read) throw new Error(read.wrong.join())
  return addStaff(ownerUrl, read.staff)
}

describe('adding staff from the command line', () => {
  it('writes Nora with her role and lead mark, and one row of the trail whose actor is the system', async () => {
    const nora = someone()
    const { code, out } = await staff([...nora.args, '--lead'])
    const people = await peopleLike(nora.oid, nora.email)
    const trail = await query('select * from audit.trail where entity_ids = $1', [[people[0]?.id]])

    expect(people).toMatchObject([{ email: nora.email, role: 'SUPPORT_L3', lead: true, status: 'ACTIVE' }])
    expect(code).toBe(0)
    expect(out).toContain(people[0]?.id)
    expect(trail).toMatchObject([
      {
        operator_id: 'system',
        act: 'staff:add',
        outcome: 'done',
        chain: 'operator:system',
        facts: { after: { role: 'SUPPORT_L3', lead: true } },
      },
    ])
    expect(JSON.stringify(trail)).not.toContain('Quillfeather')
    expect(JSON.stringify(trail)).not.toContain(nora.email)
  })

  it.each([
    ['email', 'not an address'],
    ['email', 'two@signs@vendor.example'],
    ['oid', 'nora@vendor.example'],
    ['oid', '0d1ec700ca5740008000000000000001'],
    ['name', 'N'],
    ['name', 'N'.repeat(121)],
    ['role', 'BOSS'],
    ['role', ''],
  ])('refuses a wrong %s (%s), and names it', (field, value) => {
    expect(readStaff(someone({ [field]: value }).args)).toEqual({ wrong: [expect.stringMatching(`^--${field}:`)] })
  })

  it('says all that is wrong, and writes nobody', async () => {
    const nora = someone({ name: 'N', role: 'BOSS' })
    const { code, err } = await staff(nora.args)
    expect(code).toBe(1)
    expect(err.split('\n').filter((line) => line.startsWith('--'))).toEqual([
      expect.stringMatching(/^--name:/),
      expect.stringMatching(/^--role:/),
    ])
    expect(await peopleLike(nora.oid, nora.email)).toEqual([])
  })

  it('takes an address, an id and a role in any spelling of case and with spaces around', () => {
    expect(
      readStaff(['add', '--email', ' nora@vendor.example ', '--oid', randomUUID().toUpperCase(), '--name', ' Nora ', '--role', 'admin']),
    ).toMatchObject({
      staff: {
        email: 'nora@vendor.example',
        directoryId: expect.stringMatching(/^[0-9a-f-]{36}$/),
        name: 'Nora',
        role: 'ADMIN',
        lead: false,
      },
    })
  })

  it('refuses the same address in other letters, and the same directory id, and leaves no trace of a person who was not added', async () => {
    const nora = someone()
    await added(nora.args)
    const traces = () =>
      query('select 1 from audit.trail where chain = $1 and facts @> $2', ['operator:system', { after: { role: 'CLIENT_SUCCESS' } }])
    const before = (await traces()).length

    const sameAddress = await staff(someone({ email: nora.email.toUpperCase(), role: 'CLIENT_SUCCESS' }).args)
    const sameId = await added(someone({ oid: nora.oid, role: 'CLIENT_SUCCESS' }).args)

    expect(sameAddress).toMatchObject({ code: 1, err: expect.stringMatching(/^--email: .*already/) })
    expect(sameId).toEqual({ ok: false, because: expect.stringMatching(/^--oid: .*already/) })
    expect(await peopleLike(nora.oid, nora.email)).toMatchObject([{ role: 'SUPPORT_L3' }])
    expect((await traces()).length).toBe(before)
  })

  it('never lets a directory id change afterwards: another id is another person', async () => {
    const nora = someone()
    await added(nora.args)
    await expect(
      query('update app.internal_user set directory_id = $2 where directory_id = $1', [nora.oid, randomUUID()]),
    ).rejects.toMatchObject({
      code: '23514',
    })
  })

  it('says that the database cannot be reached without saying its password', async () => {
    const { code, out, err } = await staff(someone().args, 'postgres://portal_owner:very-secret@127.0.0.1:9/portal')
    expect(code).toBe(1)
    expect(err).toContain('Nobody was added')
    expect(out + err).not.toContain('very-secret')
  })

  it('explains itself when nothing was said', async () => {
    const { code, err } = await staff([])
    expect(code).toBe(1)
    expect(err).toContain('npm run staff -- add --email')
  })
})
