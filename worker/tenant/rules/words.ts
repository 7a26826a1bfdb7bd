/** The word lists of tenant content. Each status column is `text` with a CHECK made from its list here. */
export const TENANT_STATUSES = ['PROVISIONING', 'ACTIVE', 'SUSPENDED', 'CHURNED'] as const
export const REGIONS = ['NA', 'EU', 'APAC', 'LATAM'] as const
export const PLANS = ['ESSENTIAL', 'PROFESSIONAL', 'ENTERPRISE'] as const
export const INDUSTRIES = [
  'BANKING',
  'HEALTHCARE',
  'MANUFACTURING',
  'RETAIL',
  'TECHNOLOGY',
  'ENERGY',
  'PUBLIC_SECTOR',
  'LOGISTICS',
] as const
export const ACCESS_POLICIES = ['open', 'notify', 'approve', 'closed'] as const

/** From least to most: a role contains what the ones before it see. */
export const TENANT_ROLES = ['EMPLOYEE', 'MANAGER', 'INVESTIGATOR', 'COMPLIANCE_OFFICER', 'TENANT_ADMIN'] as const
export const TENANT_USER_STATUSES = ['INVITED', 'ACTIVE', 'DEACTIVATED'] as const

export const CASE_STATUSES = ['OPEN', 'IN_PROGRESS', 'CLOSED'] as const
export const SEVERITIES = ['LOW', 'MEDIUM', 'HIGH', 'CRITICAL'] as const
export const OUTCOMES = ['SUBSTANTIATED', 'UNSUBSTANTIATED', 'INSUFFICIENT', 'REFERRED'] as const
export const PRIORITIES = [1, 2, 3, 4] as const
export const CATEGORIES = [
  'ACCOUNTING',
  'ANTITRUST',
  'BRIBERY',
  'BULLYING',
  'CONFIDENTIALITY',
  'CONFLICT_OF_INTEREST',
  'CYBERSECURITY',
  'DATA_PRIVACY',
  'DISCRIMINATION',
  'ENVIRONMENT',
  'EXPENSE_FRAUD',
  'EXPORT_CONTROL',
  'GIFTS',
  'HARASSMENT',
  'HEALTH_AND_SAFETY',
  'INSIDER_TRADING',
  'MISUSE_OF_ASSETS',
  'PRODUCT_SAFETY',
  'RETALIATION',
  'SEXUAL_HARASSMENT',
  'SUBSTANCE_ABUSE',
  'THEFT',
  'WAGE_AND_HOUR',
  'WORKPLACE_VIOLENCE',
] as const

export const RIU_STATUSES = ['NEW', 'IN_QA', 'RELEASED', 'LINKED', 'VOIDED'] as const
export const RIU_TYPES = ['HOTLINE', 'WEB', 'PROXY', 'DISCLOSURE'] as const
export const LANGUAGES = ['en', 'de', 'fr', 'es', 'pt', 'ja'] as const

export const INVESTIGATION_STATUSES = ['PLANNED', 'ACTIVE', 'CLOSED'] as const
export const NOTE_VISIBILITIES = ['INTERNAL', 'CASE'] as const
export const PARTICIPANT_ROLES = ['SUBJECT', 'WITNESS', 'REPORTER', 'VICTIM', 'MANAGER'] as const

export const CONTACT_KINDS = ['PRIMARY', 'SECURITY', 'BILLING', 'SIGNATORY'] as const

export type TenantStatus = (typeof TENANT_STATUSES)[number]
export type AccessPolicy = (typeof ACCESS_POLICIES)[number]
export type TenantRole = (typeof TENANT_ROLES)[number]
export type CaseStatus = (typeof CASE_STATUSES)[number]
export type Severity = (typeof SEVERITIES)[number]
export type RiuStatus = (typeof RIU_STATUSES)[number]
