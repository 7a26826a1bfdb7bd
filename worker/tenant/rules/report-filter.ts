import { numberFrom } from '#worker/tenant/rules/numbers.ts'
import { RIU_STATUSES, RIU_TYPES, type RiuStatus } from '#worker/tenant/rules/words.ts'

export type ReportFilter = { status?: RiuStatus | undefined; type?: (typeof RIU_TYPES)[number] | undefined; number?: number | undefined }

/** What narrows the list of reports, as its address says it; another word narrows nothing. */
export function reportFilterFrom({ status, type, number }: Record<string, string | undefined>): ReportFilter {
  return {
    status: RIU_STATUSES.find((word) => word === status),
    type: RIU_TYPES.find((word) => word === type),
    number: numberFrom(number),
  }
}
