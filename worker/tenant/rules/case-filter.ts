import { numberFrom } from '#worker/tenant/rules/numbers.ts'
import { CASE_STATUSES, type CaseStatus, PRIORITIES, SEVERITIES, type Severity } from '#worker/tenant/rules/words.ts'

export type CaseFilter = {
  status?: CaseStatus | undefined
  severity?: Severity | undefined
  priority?: number | undefined
  number?: number | undefined
}

/** What narrows the list of cases, as its address says it; another word narrows nothing. */
export function caseFilterFrom({ status, severity, priority, number }: Record<string, string | undefined>): CaseFilter {
  return {
    status: CASE_STATUSES.find((word) => word === status),
    severity: SEVERITIES.find((word) => word === severity),
    priority: PRIORITIES.find((each) => String(each) === priority),
    number: numberFrom(number),
  }
}
