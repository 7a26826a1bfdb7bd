import { describe, expect, it } from 'vitest'
import { as, codeOf, duties, owner, refusalOf } from './asking.ts'
import { aPlace, anOperator } from './content.ts'
import { connectedTo } from './readers.ts'
import { scratchPlace } from './scratch.ts'

const alone = scratchPlace()

const words = "'note:write', 'A sentence.', 'done'"
const entered = async (ask: Parameters<Parameters<typeof as>[1]>[0], loginKey: string) =>
  ask("select from app.enter('', $1, '{}')", [loginKey])

describe('the trail', () => {
  it.each([
    'update audit.trail set act = act',
    'delete from audit.trail',
    'truncate audit.trail',
    'drop table audit.trail',
    'alter table audit.trail disable trigger append_only',
    'alter table audit.trail disable trigger all',
    'drop trigger seal on audit.trail',
    'drop policy add on audit.trail',
    'create rule quiet as on insert to audit.trail do instead nothing',
    'alter table audit.trail owner to portal_staff',
    'grant update on audit.trail to portal_staff',
    'update audit.trail_head set seq = 0',
    'delete from audit.trail_head',
    "insert into audit.trail_head (chain, seq, hash) values ('operator:x', 0, '')",
    'delete from app.answer',
  ])('refuses every login: %s', async (statement) => {
    for (const duty of duties) {
      const code = await refusalOf(duty, statement)
      // A grant without the right to give it is a warning in PostgreSQL; what matters is that nothing was given.
      if (statement.startsWith('grant'))
        expect(await owner("select has_table_privilege('portal_staff', 'audit.trail', 'update') as given")).toEqual([{ given: false }])
      else expect([duty, code]).toEqual([duty, '42501'])
    }
  })

  it.each(["update audit.trail set act = 'x'", 'delete from audit.trail', 'truncate audit.trail'])(
    'is append-only even for the owner who gave themselves the right: %s',
    async (statement) => {
      const grant = 'grant update, delete, truncate on audit.trail to portal_archive'
      // In a database of its own: the whole table is locked, and everybody else writes to the shared one.
      await connectedTo(alone().owner, async (ask) => {
        expect(await codeOf(ask(statement))).toBe('42501')
        expect(await codeOf(ask(`do $do$ begin ${grant}; ${statement}; end $do$`))).toBe('IM500')
      })
    },
  )

  it.each([
    'seq',
    'hash',
    'prev',
    'canonical',
    'at',
    'operator_id',
    'operator_role',
    'on_behalf_of',
    'session_id',
    'chain',
    'ip',
    'request_id',
  ])('lets no login name %s: that is never the writer’s to say', async (column) => {
    for (const duty of duties) {
      expect(await refusalOf(duty, `insert into audit.trail (act, sentence, outcome, ${column}) values (${words}, null)`)).toBe('42501')
    }
  })

  it('does not let a session choose another tenant’s chain', async () => {
    const named = `insert into audit.trail (act, sentence, outcome, tenant_id) values (${words}, 'ten_other')`
    expect(await refusalOf('portal_tenant_ro', named)).toBe('42501')
    expect(await refusalOf('portal_tenant_rw', named)).toBe('42501')
  })

  it('takes no row from somebody who is signed out', async () => {
    const row = `insert into audit.trail (act, sentence, outcome) values (${words})`
    expect(await refusalOf('portal_staff', row)).toBe('IM400')
    expect(await refusalOf('portal_tenant_ro', row)).toBe('IM401')
    expect(await refusalOf('portal_tenant_rw', row)).toBe('IM401')
  })

  it('says who wrote, when and where in the chain, whatever the writer thinks', async () => {
    const vera = await anOperator('SUPPORT_L1')
    const rows = await as('portal_staff', async (ask) => {
      await entered(ask, vera.loginKey)
      await ask("select set_config('audit.chain', 'operator:somebody_else', true)")
      await ask(`insert into audit.trail (act, sentence, outcome) values (${words})`)
      return ask<{ operator_id: string; operator_role: string; chain: string }>('select * from audit.trail where operator_id = $1', [
        vera.id,
      ])
    })
    expect(rows).toMatchObject([
      { operator_id: vera.id, operator_role: 'SUPPORT_L1', chain: `operator:${vera.id}`, seq: '1', session_id: null },
    ])
  })

  it('shows Vera her own rows, a lead those of the role, an administrator all, and nobody anything before they entered', async () => {
    const [vera, walt, nils, lena, ada] = [
      await anOperator('SUPPORT_L1'),
      await anOperator('SUPPORT_L1', { lead: true }),
      await anOperator('HOTLINE_OPS'),
      await anOperator('HOTLINE_OPS', { lead: true }),
      await anOperator('ADMIN'),
    ]
    for (const person of [vera, nils]) {
      await as('portal_staff', async (ask) => {
        await entered(ask, person.loginKey)
        await ask(`insert into audit.trail (act, sentence, outcome) values (${words})`)
        await ask('commit')
      })
    }
    const seen = (loginKey: string) =>
      as('portal_staff', async (ask) => {
        if (loginKey !== '') await entered(ask, loginKey)
        const rows = await ask<{ operator_id: string }>('select operator_id from audit.trail where operator_id = any($1)', [
          [vera.id, nils.id],
        ])
        return rows.map((row) => row.operator_id).toSorted()
      })
    expect(await seen('')).toEqual([])
    expect(await seen(vera.loginKey)).toEqual([vera.id])
    expect(await seen(nils.loginKey)).toEqual([nils.id])
    expect(await seen(lena.loginKey)).toEqual([nils.id])
    expect(await seen(walt.loginKey)).toEqual([vera.id, nils.id].toSorted()) // a support lead reads all
    expect(await seen(ada.loginKey)).toEqual([vera.id, nils.id].toSorted())
  })

  it('holds a change back that left no trace, also with a faked setting', async () => {
    const vera = await anOperator('SUPPORT_L1')
    const { ticketId } = await aPlace()
    const code = await as('portal_staff', async (ask) => {
      await entered(ask, vera.loginKey)
      await ask("select set_config('audit.chain', 'operator:' || $1, true)", [vera.id])
      return codeOf(ask('update public.ticket set assignee_id = $1 where id = $2', [vera.id, ticketId]))
    })
    expect(code).toBe('IM500')
  })
})
