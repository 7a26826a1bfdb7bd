import type { RIU_TYPES, RiuStatus, Severity } from '#worker/tenant/rules/words.ts'
import { CATEGORY_WEIGHTS, type Category, DISCLOSED, severitiesOf } from './categories.ts'
import { countryOf, languageOf } from './countries.ts'
import { atWork, DAY, earliest, HOUR, later } from './instants.ts'
import { asAddress, someName } from './names.ts'
import { VOICES } from './narratives/index.ts'
import { somePhone, spell } from './phones.ts'
import { odds, type Weighted } from './random.ts'
import type { Row } from './rows.ts'
import type { Scene } from './scene.ts'
import { slotsFor } from './slots.ts'

/** What is known of a report before it is decided whether it becomes, joins or never meets a case. */
export type ReportDraft = { createdAt: Date; type: (typeof RIU_TYPES)[number]; category: Category; severity: Severity; link?: Link }
export type Link = { caseId: string; at: Date }

/** In the order in which they came in. */
export function draftReports({ random, tenant }: Scene): ReportDraft[] {
  const instants = Array.from({ length: tenant.reports }, () => atWork(random, tenant.from, tenant.to)).sort(
    (a, b) => a.getTime() - b.getTime(),
  )
  return instants.map((createdAt) => {
    const type = random.weighted(TYPES)
    const category = random.weighted(type === 'DISCLOSURE' ? DISCLOSED : CATEGORY_WEIGHTS)
    return { createdAt, type, category, severity: type === 'DISCLOSURE' ? 'LOW' : random.weighted(severitiesOf(category)) }
  })
}

export function reportsOf(scene: Scene, drafts: readonly ReportDraft[]): { rius: Row<'rius'>[]; riuReporters: Row<'riuReporters'>[] } {
  const rius: Row<'rius'>[] = []
  const riuReporters: Row<'riuReporters'>[] = []
  drafts.forEach((draft, i) => {
    const { report, reporter } = reportOf(scene, draft, FIRST_NUMBER + i)
    rius.push(report)
    if (reporter) riuReporters.push(reporter)
  })
  return { rius, riuReporters }
}

export const FIRST_NUMBER = 2001

const TYPES: Weighted<ReportDraft['type']> = odds({ WEB: 45, HOTLINE: 35, PROXY: 11, DISCLOSURE: 9 })
/** 55 % overall: who discloses something about himself gives his name, so that the others are anonymous a little more often. */
const ANONYMOUS: Record<ReportDraft['type'], number> = { WEB: 0.62, HOTLINE: 0.57, PROXY: 0.64, DISCLOSURE: 0.1 }

function reportOf(scene: Scene, draft: ReportDraft, number: number): { report: Row<'rius'>; reporter?: Row<'riuReporters'> } {
  const { random, keys, tenant } = scene
  const { createdAt, type, category, severity, link } = draft
  const id = keys('riu', createdAt)
  const tenantId = tenant.row.id
  const locale = spokenIn(scene)
  const language = languageOf(locale)
  const voice = VOICES[language]
  const anonymous = random.chance(ANONYMOUS[type])
  const me = someName(random, language)

  const sentences = [
    ...(voice.openings[type] ? [random.pick(voice.openings[type])] : []),
    random.pick(voice.stories(category)),
    ...(random.chance(0.6) ? [random.pick(voice.closings)] : []),
    // Some who wish to stay anonymous sign all the same: masking has to find them.
    ...(random.chance(anonymous ? 0.06 : 0.5) ? [random.pick(voice.contacts)] : []),
  ]
  const narrative = scene.write(
    sentences,
    slotsFor(random, language, { ...tenant.setting, locale }, me),
    voice.space,
    'riu',
    id,
    'narrative',
  )
  const { status, updatedAt } = stateOf(scene, draft)
  const report = {
    id,
    tenantId,
    number,
    type,
    status,
    category,
    severity,
    language,
    anonymous,
    narrative,
    caseId: link?.caseId ?? null,
    createdAt,
    updatedAt,
  }
  if (anonymous) return { report }
  return {
    report,
    reporter: {
      riuId: id,
      tenantId,
      name: language === 'ja' ? me.own : me.latin,
      email: random.chance(0.8) ? `${asAddress(me.latin)}@${random.chance(0.5) ? tenant.setting.domain : 'mail.example'}` : null,
      phone: random.chance(0.6) ? spell(random, somePhone(random, countryOf(locale))).trim() : null,
    },
  }
}

function stateOf({ random, tenant }: Scene, { createdAt, link }: ReportDraft): { status: RiuStatus; updatedAt: Date } {
  const until = (hours: number) => earliest(later(createdAt, Math.min(hours, 90 * 24) * HOUR), tenant.to)
  if (link) return { status: 'LINKED', updatedAt: link.at }
  const age = tenant.to.getTime() - createdAt.getTime()
  if (age < DAY) return { status: 'NEW', updatedAt: createdAt }
  if (age < 5 * DAY && random.chance(0.7))
    return random.chance(0.35) ? { status: 'NEW', updatedAt: createdAt } : { status: 'IN_QA', updatedAt: until(random.int(1, 20)) }
  return { status: random.chance(0.72) ? 'RELEASED' : 'VOIDED', updatedAt: until(random.lognormal(22, 0.9)) }
}

/** Seven in ten write in the tenant's main language. */
function spokenIn({ random, tenant }: Scene): string {
  const [main = 'en-US', ...others] = tenant.row.locales
  return others.length === 0 || random.chance(0.7) ? main : random.pick(others)
}
