import { and, eq, isNotNull, ne, type SQL, sql } from 'drizzle-orm'
import type { AnyPgColumn, PgTable } from 'drizzle-orm/pg-core'
import { investigationSteps, notes, participants, rius } from '#drizzle/schema/cases.ts'
import { tenantUsers } from '#drizzle/schema/tenant.ts'
import { answered } from '#worker/db/answered.ts'
import { type Ask, type Scope, within } from '#worker/db/scope.ts'
import type { Revealed, RevealKind, REVEALABLE } from '#worker/tenant/rules/reveals.ts'

/** What a session sees of a value for a while: `left` in ms by the clock of the database, 0 once it is hidden again. */
export type Shown = { ok: true; value: string; left: number } | { ok: true; value: null; left: 0 }
export type Answer = Shown | { ok: false; because: 'NOT_PERMITTED' | 'NOT_FOUND' | 'SEALED' | 'REVEALS_USED_UP' }

type Place = { table: PgTable & { id: AnyPgColumn }; but?: SQL; columns: Record<string, AnyPgColumn> }

/** Where each value stands. The part of whoever reported is sealed; `app.reveal` asks that again. */
const PLACES: { [K in RevealKind]: Place & { columns: Record<keyof (typeof REVEALABLE)[K], AnyPgColumn> } } = {
  riu: { table: rius, columns: { narrative: rius.narrative } },
  note: { table: notes, columns: { body: notes.body } },
  investigation_step: { table: investigationSteps, columns: { finding: investigationSteps.finding } },
  participant: { table: participants, but: ne(participants.role, 'REPORTER'), columns: { name: participants.name } },
  tenant_user: {
    table: tenantUsers,
    columns: { name: tenantUsers.name, email: tenantUsers.email, employeeNumber: tenantUsers.employeeNumber },
  },
}

type Row = { because: Exclude<Answer, Shown>['because'] | null; value: string | null; remaining: number }

/** One field of one record, for a reason. The leave, its row of the trail and the value are one statement, so that nobody sees a value
 *  without having been seen. The same key again shows what is left of the same minute. */
export function revealField(scope: Scope, ask: Ask, asked: Revealed & { reason: string }): Promise<Answer> {
  const { kind, record, field, reason } = asked
  return answered(
    scope,
    ask,
    async () => {
      const { rows } = await within(scope, { ask }).execute<Row>(
        sql`with found as materialized (${valueOf(asked)}),
          leave as materialized (select * from app.reveal(${kind}, ${record}, ${field}, ${reason}, exists (select from found)))
        select leave.because, found.value, ${remaining(sql`leave.shown_until`)} as remaining from leave left join found on leave.because is null`,
      )
      return answerOf(rows[0])
    },
    async ({ outcome, facts }) => {
      if (outcome !== 'done') return { ok: false, because: (facts.because ?? 'NOT_FOUND') as Exclude<Answer, Shown>['because'] }
      const until = sql`${String(facts.shownUntil)}::timestamptz`
      const { rows } = await within(scope, { readOnly: true }).execute<Row>(
        sql`select null as because, found.value, ${remaining(until)} as remaining from (${valueOf(asked)}) found where ${until} > clock_timestamp()`,
      )
      return answerOf(rows[0] ?? { because: null, value: null, remaining: 0 })
    },
  )
}

function valueOf({ kind, record, field }: Revealed): SQL {
  const { table, but, columns } = PLACES[kind] as Place
  const column = columns[field] as AnyPgColumn
  return sql`select ${column} as value from ${table} where ${and(eq(table.id, record), isNotNull(column), but)}`
}

const remaining = (until: SQL) => sql`greatest(0, extract(epoch from ${until} - clock_timestamp()) * 1000)::integer`

function answerOf(row: Row | undefined): Answer {
  if (row === undefined) throw new Error('the guard always answers')
  if (row.because !== null) return { ok: false, because: row.because }
  return row.value === null ? { ok: true, value: null, left: 0 } : { ok: true, value: row.value, left: row.remaining }
}
