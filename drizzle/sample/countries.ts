import type { LANGUAGES, REGIONS } from '#worker/tenant/rules/words.ts'

export type Language = (typeof LANGUAGES)[number]
export type Region = (typeof REGIONS)[number]

export type Country = {
  region: Region
  weight: number
  /** The first is the main one; bigger organisations use more of them. */
  locales: readonly string[]
  currency: string
  /** Country code, the digit dialled before national numbers, and number ranges ('#' is a digit) that are set aside for fiction
   *  where the country has such, else ranges without subscribers. */
  dial: string
  trunk: string
  numbers: readonly (readonly [area: string, local: string])[]
  sites: readonly string[]
}

const US_AREAS = [
  '202',
  '206',
  '212',
  '214',
  '215',
  '303',
  '305',
  '312',
  '404',
  '415',
  '503',
  '512',
  '602',
  '612',
  '617',
  '702',
  '713',
  '808',
]
const TOLL_FREE = ['800', '833', '844', '855', '866', '877', '888']

export const COUNTRIES = {
  US: {
    region: 'NA',
    weight: 50,
    locales: ['en-US', 'es-US', 'en-CA'],
    currency: 'USD',
    dial: '1',
    trunk: '',
    numbers: [...TOLL_FREE, ...US_AREAS].map((area) => [area, '55501##'] as const),
    sites: ['Columbus', 'Dallas', 'Portland', 'Tucson', 'Raleigh', 'Omaha', 'Reno', 'Newark', 'Savannah', 'Fort Wayne'],
  },
  CA: {
    region: 'NA',
    weight: 10,
    locales: ['en-CA', 'fr-CA'],
    currency: 'CAD',
    dial: '1',
    trunk: '',
    numbers: ['416', '514', '604', '403', '613'].map((area) => [area, '55501##'] as const),
    sites: ['Hamilton', 'Laval', 'Burnaby', 'Moncton', 'Calgary', 'Longueuil'],
  },
  GB: {
    region: 'EU',
    weight: 7,
    locales: ['en-GB', 'fr-FR', 'de-DE'],
    currency: 'GBP',
    dial: '44',
    trunk: '0',
    numbers: [
      ['20', '79460###'],
      ['113', '4960###'],
      ['121', '4960###'],
      ['131', '4960###'],
      ['161', '4960###'],
    ],
    sites: ['Leeds', 'Swindon', 'Dundee', 'Cardiff', 'Ipswich', 'Derby', 'Reading'],
  },
  DE: {
    region: 'EU',
    weight: 7,
    locales: ['de-DE', 'en-GB', 'fr-FR'],
    currency: 'EUR',
    dial: '49',
    trunk: '0',
    numbers: [
      ['30', '23125###'],
      ['69', '90009###'],
      ['40', '66969###'],
      ['221', '4710###'],
      ['89', '99998###'],
    ],
    sites: ['Leipzig', 'Kassel', 'Bremen', 'Ulm', 'Duisburg', 'Rostock', 'Regensburg'],
  },
  FR: {
    region: 'EU',
    weight: 5,
    locales: ['fr-FR', 'en-GB', 'es-ES'],
    currency: 'EUR',
    dial: '33',
    trunk: '0',
    numbers: [
      ['1', '9900####'],
      ['2', '6191####'],
      ['3', '5301####'],
      ['4', '6571####'],
      ['5', '3649####'],
    ],
    sites: ['Lyon', 'Lille', 'Nantes', 'Metz', 'Toulouse', 'Grenoble', 'Le Havre'],
  },
  ES: {
    region: 'EU',
    weight: 4,
    locales: ['es-ES', 'en-GB', 'pt-PT'],
    currency: 'EUR',
    dial: '34',
    trunk: '',
    numbers: [
      ['91', '0550###'],
      ['93', '0550###'],
    ],
    sites: ['Zaragoza', 'Murcia', 'Valladolid', 'Vigo', 'Getafe'],
  },
  PT: {
    region: 'EU',
    weight: 2,
    locales: ['pt-PT', 'en-GB', 'es-ES'],
    currency: 'EUR',
    dial: '351',
    trunk: '',
    numbers: [
      ['21', '0550###'],
      ['22', '0550###'],
    ],
    sites: ['Braga', 'Aveiro', 'Setúbal', 'Coimbra'],
  },
  JP: {
    region: 'APAC',
    weight: 5,
    locales: ['ja-JP', 'en-US'],
    currency: 'JPY',
    dial: '81',
    trunk: '0',
    numbers: [
      ['3', '5550####'],
      ['6', '5550####'],
    ],
    sites: ['Sendai', 'Kawasaki', 'Niigata', 'Okayama', 'Hamamatsu'],
  },
  AU: {
    region: 'APAC',
    weight: 3,
    locales: ['en-AU', 'ja-JP'],
    currency: 'AUD',
    dial: '61',
    trunk: '0',
    numbers: [
      ['2', '5550####'],
      ['3', '5550####'],
      ['7', '5550####'],
      ['8', '5550####'],
    ],
    sites: ['Geelong', 'Parramatta', 'Townsville', 'Fremantle', 'Newcastle'],
  },
  SG: {
    region: 'APAC',
    weight: 2,
    locales: ['en-SG', 'ja-JP'],
    currency: 'SGD',
    dial: '65',
    trunk: '',
    numbers: [['6', '5550###']],
    sites: ['Jurong', 'Tuas', 'Changi', 'Woodlands'],
  },
  BR: {
    region: 'LATAM',
    weight: 3,
    locales: ['pt-BR', 'es-MX', 'en-US'],
    currency: 'BRL',
    dial: '55',
    trunk: '0',
    numbers: [
      ['11', '5550####'],
      ['21', '5550####'],
      ['31', '5550####'],
    ],
    sites: ['Campinas', 'Joinville', 'Recife', 'Curitiba', 'Betim'],
  },
  MX: {
    region: 'LATAM',
    weight: 2,
    locales: ['es-MX', 'en-US', 'pt-BR'],
    currency: 'MXN',
    dial: '52',
    trunk: '',
    numbers: [
      ['55', '5550####'],
      ['33', '5550####'],
      ['81', '5550####'],
    ],
    sites: ['Puebla', 'Saltillo', 'Querétaro', 'Mérida', 'Toluca'],
  },
} as const satisfies Record<string, Country>

export type CountryCode = keyof typeof COUNTRIES
export const COUNTRY_CODES = Object.keys(COUNTRIES) as CountryCode[]

export const countryOf = (locale: string): Country => COUNTRIES[locale.slice(3) as CountryCode]
export const languageOf = (locale: string) => locale.slice(0, 2) as Language
