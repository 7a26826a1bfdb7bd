import { FINDINGS, INVESTIGATIONS, STEPS } from './casework.ts'
import type { Lifetime } from './case-file.ts'
import { THEME_OF, type Theme } from './categories.ts'
import { along } from './instants.ts'
import type { Row } from './rows.ts'
import type { Scene } from './scene.ts'
import { slotsFor } from './slots.ts'

/** Planned, active or closed as its case is; now and then an active case has an investigation that nobody has begun. */
export function investigationOf(scene: Scene, row: Row<'cases'>, { status, createdAt, end }: Lifetime) {
  const { random, keys, tenant } = scene
  const theme = THEME_OF[row.category]
  const opened = along(createdAt, end, 0.1 * random.next())
  const state = status === 'CLOSED' ? 'CLOSED' : status === 'OPEN' || random.chance(0.15) ? 'PLANNED' : 'ACTIVE'
  const started = state === 'PLANNED' ? null : along(createdAt, end, 0.1 + 0.15 * random.next())
  const closed = state === 'CLOSED' ? along(createdAt, end, 0.9 + 0.1 * random.next()) : null
  const investigation: Row<'investigations'> = {
    id: keys('inv', opened),
    tenantId: tenant.row.id,
    caseId: row.id,
    title: random.pick(INVESTIGATIONS[theme]),
    status: state,
    assigneeId: row.assigneeId,
    createdAt: opened,
    startedAt: started,
    closedAt: closed,
  }
  return { investigations: [investigation], investigationSteps: stepsOf(scene, investigation, theme, closed ?? end) }
}

/** Done from the first to the last, never with a gap. */
function stepsOf(
  { random, keys, tenant, write }: Scene,
  investigation: Row<'investigations'>,
  theme: Theme,
  until: Date,
): Row<'investigationSteps'>[] {
  const titles = STEPS[theme].slice(0, random.int(3, 5))
  const { startedAt, status, createdAt } = investigation
  const done = startedAt === null ? 0 : status === 'CLOSED' ? titles.length : random.int(0, titles.length - 1)
  return titles.map((title, i) => {
    const id = keys('step', createdAt)
    const doneAt = startedAt && i < done ? along(startedAt, until, (i + 0.2 + 0.7 * random.next()) / titles.length) : null
    return {
      id,
      tenantId: tenant.row.id,
      investigationId: investigation.id,
      position: i + 1,
      title,
      doneAt,
      finding:
        doneAt && random.chance(0.55)
          ? write([random.pick(FINDINGS)], slotsFor(random, 'en', tenant.setting), ' ', 'investigation_step', id, 'finding')
          : null,
    }
  })
}
