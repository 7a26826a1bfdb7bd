import { ofAccess } from './mutants/access.ts'
import { ofCare } from './mutants/care.ts'
import { ofCatalogue } from './mutants/catalogue.ts'
import { ofCheckpoints } from './mutants/checkpoints.ts'
import { ofContent, ofEntering } from './mutants/content.ts'
import { ofBackground, ofSearching } from './mutants/machinery.ts'
import { ofNotifications } from './mutants/notifications.ts'
import { ofPeople } from './mutants/people.ts'
import { ofPrograms } from './mutants/programs.ts'
import { ofRegister } from './mutants/register.ts'
import { ofReveals } from './mutants/reveals.ts'
import { ofReviews } from './mutants/reviews.ts'
import { ofSessions } from './mutants/sessions.ts'
import { ofTenantInbox } from './mutants/tenant-inbox.ts'
import { ofTenantReaders } from './mutants/tenant-readers.ts'
import { ofOwn, ofTrail } from './mutants/trail.ts'
import { ofCustomers } from './mutants/customer.ts'
import { ofWebhooks } from './mutants/webhooks.ts'

/** Every guard, weakened. Another mutant is one more entry: its sentence, the subject whose probes are its own, and the SQL. */
export const mutants = [
  ofContent,
  ofCare,
  ofEntering,
  ofSessions,
  ofAccess,
  ofReveals,
  ofReviews,
  ofRegister,
  ofTrail,
  ofCheckpoints,
  ofOwn,
  ofPrograms,
  ofNotifications,
  ofTenantInbox,
  ofTenantReaders,
  ofPeople,
  ofBackground,
  ofSearching,
  ofWebhooks,
  ofCustomers,
  ofCatalogue,
].flat()
