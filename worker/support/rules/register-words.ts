/** The word lists of what staff keep and watch for a tenant: errors, background jobs, configuration, secrets. */
export const ERROR_LEVELS = ['WARNING', 'ERROR', 'FATAL'] as const
export const TENANT_JOB_STATES = ['SCHEDULED', 'AVAILABLE', 'RUNNING', 'RETRYABLE', 'COMPLETED', 'CANCELLED', 'DISCARDED'] as const
export const TENANT_JOB_KINDS = ['REPORT_IMPORT', 'CASE_EXPORT', 'DIGEST', 'RETENTION', 'SSO_SYNC', 'TRANSLATION'] as const
export const CONFIG_DOCUMENTS = ['intake', 'routing', 'retention', 'notifications', 'branding'] as const
export const SECRET_KINDS = ['API_KEY', 'SSO_CERTIFICATE', 'DATABASE_CREDENTIAL'] as const

export type ErrorLevel = (typeof ERROR_LEVELS)[number]
export type TenantJobState = (typeof TENANT_JOB_STATES)[number]
export type TenantJobKind = (typeof TENANT_JOB_KINDS)[number]
export type ConfigDocument = (typeof CONFIG_DOCUMENTS)[number]
export type SecretKind = (typeof SECRET_KINDS)[number]
