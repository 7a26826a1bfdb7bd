import {
  cases,
  heads,
  impersonationActivity,
  impersonationSessions,
  internalUsers,
  investigationSteps,
  investigations,
  loginSessions,
  notes,
  participants,
  riuReporters,
  rius,
  tenantConfigs,
  tenantContacts,
  tenantDomains,
  tenantErrorDays,
  tenantErrors,
  tenantJobs,
  tenantPhones,
  tenantSecrets,
  tenants,
  tenantUsers,
  tickets,
  trail,
} from '#drizzle/schema/index.ts'

/** Every table the sample fills, in an order in which foreign keys hold. */
export const TABLES = {
  internalUsers,
  tenants,
  tenantDomains,
  tenantContacts,
  tenantPhones,
  tenantErrors,
  tenantErrorDays,
  tenantJobs,
  tenantConfigs,
  tenantSecrets,
  tenantUsers,
  cases,
  rius,
  riuReporters,
  investigations,
  investigationSteps,
  notes,
  participants,
  tickets,
  loginSessions,
  impersonationSessions,
  impersonationActivity,
  trail,
  trailHeads: heads,
}

export type TableKey = keyof typeof TABLES
export type Row<K extends TableKey> = (typeof TABLES)[K]['$inferSelect']
export type Rows = { [K in TableKey]: Row<K>[] }
export const TABLE_KEYS = Object.keys(TABLES) as TableKey[]
