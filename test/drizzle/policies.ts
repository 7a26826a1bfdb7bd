import { access } from './policies/access.ts'
import { care } from './policies/care.ts'
import { catalogue } from './policies/catalogue.ts'
import { checkpoints } from './policies/checkpoints.ts'
import { content } from './policies/content.ts'
import { customer } from './policies/customer.ts'
import { entering } from './policies/entering.ts'
import { background, searching } from './policies/machinery.ts'
import { notifications } from './policies/notifications.ts'
import { own } from './policies/own.ts'
import { people } from './policies/people.ts'
import type { Probe } from './policies/probe.ts'
import { programs } from './policies/programs.ts'
import { reveals } from './policies/reveals.ts'
import { register } from './policies/register.ts'
import { reviews } from './policies/reviews.ts'
import { sessions } from './policies/sessions.ts'
import { tenantInbox } from './policies/tenant-inbox.ts'
import { tenantReaders } from './policies/tenant-readers.ts'
import { trail } from './policies/trail.ts'
import { webhooks } from './policies/webhooks.ts'

/** What every login may and may not see and do, by subject. `policies.test.ts` asks all of it; `mutants.test.ts` proves that it would notice. */
export const policies = {
  content,
  care,
  entering,
  sessions,
  access,
  reveals,
  reviews,
  register,
  trail,
  checkpoints,
  own,
  notifications,
  tenantInbox,
  tenantReaders,
  programs,
  people,
  background,
  searching,
  webhooks,
  customer,
  catalogue,
} satisfies Record<string, Probe[]>

export type Subject = keyof typeof policies
