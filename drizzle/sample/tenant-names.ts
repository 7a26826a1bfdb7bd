import type { INDUSTRIES } from '#worker/tenant/rules/words.ts'
import type { Language } from './countries.ts'
import type { Random } from './random.ts'

type Industry = (typeof INDUSTRIES)[number]

/** Invented: no stem is a company that we know of. */
export function someTenantName(random: Random, language: Language, industry: Industry): string {
  return `${random.pick(random.chance(0.6) ? STEMS[language] : STEMS.en)} ${random.pick(TRADES[industry])}`
}

/** `Müller & Söhne` → `mueller-soehne` would be German only; plain folding reads well enough for a slug. */
export const asSlug = (name: string) =>
  name
    .replaceAll('ß', 'ss')
    .normalize('NFD')
    .replace(/[\u0300-\u036f'’]/g, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')

const words = (text: string) => text.split(', ')

const STEMS: Record<Language, readonly string[]> = {
  en: words(
    "Southmoor, Kestrel Hollow, Larkfield, Brightwater Vale, Halden & Rowe, Oakmere, Ternbridge, Copperline, Fennimore, Greywick, Ashdown Pike, Bluecairn, Thistledown, Marlowe Quay, Pinehurst Bay, O'Mallory, Westerleigh, Dunmarrow, Eldercross, Silverbrook Ridge, Hollowgate, Redfern & Pyle, Quarrystone, Tidewell, Northgale",
  ),
  de: words('Lindenau, Weserwerk, Brandhof, Möhnetal, Grünfels, Hartwig & Söhne, Silberbach, Tannhöft, Eichgraben'),
  fr: words('Valmontel, Beaurivage Sud, Rochefontaine, Châtelmont, L’Orangerie, Brisemer, Grandpré & Fils'),
  es: words('Montesclaros, Peñarroble, Ríoverde, Castilviejo, Almazara Sur, Valdehermoso'),
  pt: words('Serra Dourada, Ribamar Norte, Vilaflor, Pedra Azulada, Campolide Novo'),
  ja: words('Hoshimori, Kitasaka, Aomine, Tsurukawa, Minamihara, Shirotani'),
}

const TRADES: Record<Industry, readonly string[]> = {
  BANKING: words('Bank, Credit Union, Savings, Capital, Financial'),
  HEALTHCARE: words('Clinics, Health, Hospitals, Care Group, Medical'),
  MANUFACTURING: words('Industrial, Machine Works, Castings, Components, Tooling'),
  RETAIL: words('Stores, Markets, Outfitters, Traders, Home'),
  TECHNOLOGY: words('Systems, Software, Networks, Data, Robotics'),
  ENERGY: words('Energy, Power, Renewables, Gas, Grid'),
  PUBLIC_SECTOR: words('County Council, Water Authority, Port Authority, University, Transit'),
  LOGISTICS: words('Logistics, Freight, Shipping, Haulage, Parcel'),
}
