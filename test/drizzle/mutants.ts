import { ofCatalogue } from './mutants/catalogue.ts'
import { ofContent, ofEntering } from './mutants/content.ts'
import { ofBackground, ofSearching } from './mutants/machinery.ts'
import { ofPeople } from './mutants/people.ts'
import { ofRegister } from './mutants/register.ts'
import { ofSessions } from './mutants/sessions.ts'
import { ofOwn, ofTrail } from './mutants/trail.ts'
import { ofWebhooks } from './mutants/webhooks.ts'

/** Every guard, weakened. Another mutant is one more entry: its sentence, the subject whose probes are asked first, and the SQL. */
export const mutants = [
  ofContent,
  ofEntering,
  ofSessions,
  ofRegister,
  ofTrail,
  ofOwn,
  ofPeople,
  ofBackground,
  ofSearching,
  ofWebhooks,
  ofCatalogue,
].flat()
