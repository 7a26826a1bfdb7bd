import type { Language } from '../countries.ts'
import { de } from './de.ts'
import { en } from './en.ts'
import { es } from './es.ts'
import { fr } from './fr.ts'
import { ja } from './ja.ts'
import { pt } from './pt.ts'
import type { Voice } from './voice.ts'

export const VOICES: Record<Language, Voice> = { en, de, fr, es, pt, ja }
