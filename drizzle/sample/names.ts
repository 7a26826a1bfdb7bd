import type { Language } from './countries.ts'
import type { Random } from './random.ts'

/** `latin` is what a user list shows and an email address is made of; `own` is how the person writes it. */
export type PersonName = { latin: string; own: string }

export function someName(random: Random, language: Language): PersonName {
  // Three in ten people carry a name from elsewhere, as in any larger organisation.
  const { first, last, order } = NAMES[random.chance(0.3) ? random.pick(LANGUAGES_OF_NAMES) : language]
  const [given, family] = [random.pick(first), random.pick(last)]
  const latin = `${given[0]} ${family[0]}`
  return { latin, own: order === 'family first' ? `${family[1]} ${given[1]}` : latin }
}

/** What an address is made of: no diacritics, no spaces, no apostrophes. */
export const asAddress = (name: string) =>
  name
    .replace(/[ßøæł]/gi, (letter) => ({ ß: 'ss', ø: 'o', æ: 'ae', ł: 'l' })[letter.toLowerCase()] as string)
    .normalize('NFD')
    .replace(/[^a-zA-Z ]/g, '')
    .trim()
    .toLowerCase()
    .replaceAll(/ +/g, '.')

type Part = readonly [latin: string, own: string]
type Pool = { first: readonly Part[]; last: readonly Part[]; order: 'given first' | 'family first' }

const same = (words: string): Part[] => words.split(' ').map((word) => [word, word] as const)
const pairs = (words: string): Part[] => words.split(' ').map((word) => word.split('/') as [string, string])

const NAMES: Record<Language, Pool> = {
  en: {
    first: same(
      'Alice Andrew Bridget Caleb Charlotte Damian Eleanor Ethan Fiona Gareth Harriet Ian Joanna Kieran Laura Marcus Naomi Oliver Priya Quentin Rebecca Samuel Tamsin Victor Winifred Zachary',
    ),
    last: same(
      "Abernathy Blackwood Carrington Dunmore Eastwick Fairbanks Grantham Hollis Ingram Jessop Kingsley Larkin Merriweather Norwood O'Shaughnessy Pemberton Quigley Rutherford Satterfield Thornbury Underhill Vance Wexford Yardley",
    ),
    order: 'given first',
  },
  de: {
    first: same(
      'Anja Bernd Carsten Dörte Elke Florian Gesa Heiko Ingrid Jürgen Katrin Lutz Mareike Norbert Petra Rüdiger Sabine Thorsten Ute Volker Wiebke Jörg',
    ),
    last: same(
      'Ahrens Bödecker Clausen Drescher Engelhardt Fröhlich Grünwald Hagedorn Jäger Krüger Lüdemann Möllering Niemeyer Oberländer Pfeiffer Rosenbaum Schönfeld Tiedemann Vogelsang Weißhaupt Zöllner',
    ),
    order: 'given first',
  },
  fr: {
    first: same(
      'Amélie Bastien Camille Damien Élodie Fabrice Gaëlle Hélène Isabelle Jérôme Karine Laurent Mathilde Noémie Olivier Pascal Romain Solène Thibault Véronique',
    ),
    last: same(
      "Aubertin Beauchêne Chevalier Delaunay Estève Fontenelle Garnier Hébrard Jourdain Lacroix Malherbe Noiret d'Ormesson Pélissier Quémener Rousselet Sauvage Thévenin Vasseur",
    ),
    order: 'given first',
  },
  es: {
    first: same(
      'Alejandra Benito Carmen Diego Esperanza Fernando Graciela Héctor Inés Joaquín Lucía Mauricio Nuria Óscar Paloma Ramón Soledad Tomás Verónica Ximena',
    ),
    last: same(
      'Aguirre Bermúdez Castañeda Domínguez Echeverría Figueroa Gallardo Herrera Ibáñez Jiménez Lizárraga Montoya Navarrete Ordóñez Peñalver Quintana Robledo Saavedra Urrutia Zamora',
    ),
    order: 'given first',
  },
  pt: {
    first: same(
      'Adriana Bruno Catarina Diogo Eduarda Fábio Gonçalo Helena Inês João Leonor Márcio Natália Otávio Patrícia Rafael Sílvia Tiago Vânia Wagner',
    ),
    last: same(
      'Almeida Barbosa Carvalho Damasceno Esteves Figueiredo Guimarães Honório Junqueira Leitão Magalhães Nogueira Oliveira Patrício Queiroz Rezende Sampaio Teixeira Valadares Xavier',
    ),
    order: 'given first',
  },
  ja: {
    first: pairs(
      'Kenichi/健一 Yuko/裕子 Takashi/隆 Naomi/直美 Hiroshi/浩 Ayaka/彩香 Daisuke/大輔 Emi/恵美 Shota/翔太 Mariko/真理子 Kazuya/和也 Haruka/春香 Masato/正人 Sachiko/幸子',
    ),
    last: pairs(
      'Sato/佐藤 Suzuki/鈴木 Takahashi/高橋 Ito/伊藤 Watanabe/渡辺 Nakamura/中村 Kobayashi/小林 Kato/加藤 Yoshida/吉田 Yamaguchi/山口 Matsumoto/松本 Inoue/井上 Kimura/木村 Hayashi/林',
    ),
    order: 'family first',
  },
}
const LANGUAGES_OF_NAMES = Object.keys(NAMES) as Language[]
