import { newCheckpointKey } from '#dev/checkpoint-key.ts'
import { type Notary, notaryFrom } from '#worker/audit/notary.ts'
import { documentOf, type CheckpointState, storageKeyOf } from '#worker/audit/rules/checkpoint.ts'
import type { Ask } from '../drizzle/asking.ts'
import { memoryStore } from '../drizzle/checkpoint-store.ts'
import { anOperator, aPlace, aSession } from '../drizzle/content.ts'
import { connectedTo, reading } from '../drizzle/readers.ts'
import type { Place } from '../drizzle/scratch.ts'

type Keys = { login: string; session: string }

/** Some people, two tenants, and what they did, with three checkpoints put outside on the way. */
export type Scene = {
  people: { vera: string; ada: string }
  keys: Record<'vera' | 'ada' | 'reading' | 'writing', Keys>
  sessions: { reading: string; writing: string }
  ticketId: string
  caseId: string
  /** Ten acts or more each; the first eight at least are in a checkpoint. */
  chains: { vera: string; here: string; there: string; system: string }
  tenants: { here: string; there: string }
  /** The key of the deployment, and what stands outside the database. */
  notaryKeys: { key: string; retired: string[] }
  storage: Map<string, string>
}

export const NOTE = "insert into audit.trail (act, sentence, outcome) values ('ticket:take', 'Took a support ticket.', 'done')"

export async function arrangeScene(place: () => Place): Promise<Scene> {
  const own: Ask = (text, params) => connectedTo(place().owner, (ask) => ask(text, params))
  const [vera, ada, rosa, hugo] = [
    await anOperator('SUPPORT_L1', {}, own),
    await anOperator('ADMIN', {}, own),
    await anOperator('SUPPORT_L3', {}, own),
    await anOperator('SUPPORT_L2', {}, own),
  ]
  const [here, there] = [await aPlace(own), await aPlace(own)]
  const stays = { writing: await aSession(rosa, here.id, { mode: 'READ_WRITE' }, own), reading: await aSession(hugo, here.id, {}, own) }
  const elsewhere = await anOperator('SUPPORT_L2', {}, own)
  const away = await aSession(elsewhere, there.id, {}, own)
  const key = newCheckpointKey()
  const store = memoryStore()
  const notary = notaryFrom({ key: key.key, retired: [] }, store)

  for (let round = 0; round < 3; round++) {
    await connectedTo(place().staff, async (ask) => {
      for (let n = 0; n < 4; n++) await inTransaction(ask, { login: vera.loginKey, session: '' }, () => ask(NOTE))
    })
    await connectedTo(place().tenantRo, async (ask) => {
      for (let n = 0; n < 4; n++)
        await inTransaction(ask, { login: hugo.loginKey, session: stays.reading.sessionKey }, () =>
          reading(ask, stays.reading.sessionKey, hugo.loginKey),
        )
      for (let n = 0; n < 4; n++)
        await inTransaction(ask, { login: elsewhere.loginKey, session: away.sessionKey }, () =>
          reading(ask, away.sessionKey, elsewhere.loginKey),
        )
    })
    await connectedTo(place().jobs, (ask) => ask(NOTE))
    await putCheckpoint(place(), notary, `2026-11-26T10:${String(round * 5).padStart(2, '0')}:00.000Z`)
  }
  return {
    people: { vera: vera.id, ada: ada.id },
    keys: {
      vera: { login: vera.loginKey, session: '' },
      ada: { login: ada.loginKey, session: '' },
      reading: { login: hugo.loginKey, session: stays.reading.sessionKey },
      writing: { login: rosa.loginKey, session: stays.writing.sessionKey },
    },
    sessions: { reading: stays.reading.id, writing: stays.writing.id },
    ticketId: here.ticketId,
    caseId: here.caseId,
    chains: { vera: `operator:${vera.id}`, here: `tenant:${here.id}`, there: `tenant:${there.id}`, system: 'operator:system' },
    tenants: { here: here.id, there: there.id },
    notaryKeys: { key: key.key, retired: [] },
    storage: store.objects,
  }
}

async function inTransaction(ask: Ask, { login, session }: Keys, work: () => Promise<unknown>) {
  await ask('begin')
  await ask("select set_config('app.login_key', $1, true), set_config('app.session_key', $2, true)", [login, session])
  await work()
  await ask('commit')
}

/** What the job does, asked without the Worker. */
export async function putCheckpoint(place: Place, { store, signer }: Notary, slot: string) {
  await connectedTo(place.jobs, async (ask) => {
    const [row] = await ask<{ state: CheckpointState }>('select app.checkpoint_state() as state')
    if (!row) throw new Error('no state')
    const { number, document } = documentOf(row.state, { slot, appVersion: 'test' })
    const { keyId, sign } = await signer()
    const signed = JSON.stringify({ document, keyId, signature: await sign(document) })
    await store.putOnce(storageKeyOf(number), signed)
    await ask('select app.note_checkpoint($1, $2)', [signed, storageKeyOf(number)])
  })
}
