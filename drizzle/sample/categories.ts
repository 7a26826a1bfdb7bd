import type { CATEGORIES, Severity } from '#worker/tenant/rules/words.ts'
import { odds, type Weighted } from './random.ts'

export type Category = (typeof CATEGORIES)[number]
/** Categories that read alike; languages with fewer stories tell them by theme. */
export type Theme = 'MONEY' | 'PEOPLE' | 'DATA' | 'SAFETY' | 'PROPERTY' | 'PAY'

export const THEME_OF: Record<Category, Theme> = {
  ACCOUNTING: 'MONEY',
  ANTITRUST: 'MONEY',
  BRIBERY: 'MONEY',
  BULLYING: 'PEOPLE',
  CONFIDENTIALITY: 'DATA',
  CONFLICT_OF_INTEREST: 'MONEY',
  CYBERSECURITY: 'DATA',
  DATA_PRIVACY: 'DATA',
  DISCRIMINATION: 'PEOPLE',
  ENVIRONMENT: 'SAFETY',
  EXPENSE_FRAUD: 'MONEY',
  EXPORT_CONTROL: 'DATA',
  GIFTS: 'MONEY',
  HARASSMENT: 'PEOPLE',
  HEALTH_AND_SAFETY: 'SAFETY',
  INSIDER_TRADING: 'MONEY',
  MISUSE_OF_ASSETS: 'PROPERTY',
  PRODUCT_SAFETY: 'SAFETY',
  RETALIATION: 'PEOPLE',
  SEXUAL_HARASSMENT: 'PEOPLE',
  SUBSTANCE_ABUSE: 'PEOPLE',
  THEFT: 'PROPERTY',
  WAGE_AND_HOUR: 'PAY',
  WORKPLACE_VIOLENCE: 'PEOPLE',
}

/** People matters lead by far, as on every hotline; the rare ones are the expensive ones. */
export const CATEGORY_WEIGHTS: Weighted<Category> = odds({
  HARASSMENT: 15,
  BULLYING: 12,
  DISCRIMINATION: 11,
  HEALTH_AND_SAFETY: 8,
  WAGE_AND_HOUR: 7,
  CONFLICT_OF_INTEREST: 6,
  RETALIATION: 5,
  THEFT: 5,
  SEXUAL_HARASSMENT: 4,
  EXPENSE_FRAUD: 4,
  MISUSE_OF_ASSETS: 4,
  ACCOUNTING: 3,
  DATA_PRIVACY: 3,
  CONFIDENTIALITY: 3,
  SUBSTANCE_ABUSE: 2,
  WORKPLACE_VIOLENCE: 2,
  CYBERSECURITY: 2,
  BRIBERY: 2,
  GIFTS: 2,
  ENVIRONMENT: 1.5,
  PRODUCT_SAFETY: 1.5,
  ANTITRUST: 0.8,
  EXPORT_CONTROL: 0.6,
  INSIDER_TRADING: 0.6,
})

/** Disclosures are people's own declarations, not complaints. */
export const DISCLOSED: Weighted<Category> = odds({ CONFLICT_OF_INTEREST: 65, GIFTS: 35 })

const GRAVE = new Set<Category>(['BRIBERY', 'SEXUAL_HARASSMENT', 'WORKPLACE_VIOLENCE', 'PRODUCT_SAFETY', 'ANTITRUST', 'INSIDER_TRADING'])
const USUAL: Weighted<Severity> = odds({ LOW: 28, MEDIUM: 45, HIGH: 22, CRITICAL: 5 })
const SEVERE: Weighted<Severity> = odds({ LOW: 5, MEDIUM: 32, HIGH: 43, CRITICAL: 20 })
export const severitiesOf = (category: Category) => (GRAVE.has(category) ? SEVERE : USUAL)
