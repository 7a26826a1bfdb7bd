import * as z from 'zod/mini'
import { ChangedPerson, HeldPeople, Person, PersonPage } from '#worker/api/schemas/people.ts'
import { key, listQuery } from '#worker/api/schemas/shared.ts'
import { ROLES, STAFF_STATUSES } from '#worker/auth/rules/roles.ts'
import { operation } from '#worker/http/api.ts'
import { Refusal } from '#worker/http/problem.ts'
import { changed, refuse } from '#worker/people/answers.ts'
import { addPerson, changeRole, changeStatus } from '#worker/people/queries/changes.ts'
import { listHeld, listPeople, readPerson } from '#worker/people/queries/people.ts'
import { newPersonBody, roleBody, whyBody } from '#worker/people/rules/bodies.ts'
import { TAKEN } from '#worker/people/rules/refusals.ts'
import { newId } from '#worker/rules/ids.ts'

const SUMMARIES = {
  hold: 'Holds somebody: only their own pages are left to them until they are released.',
  deactivate: 'Ends somebody’s sign-ins and sessions; they cannot sign in any more.',
  reactivate: 'Lets somebody come back who was deactivated.',
  release: 'Releases somebody who is held.',
} as const

export const peopleApi = [
  operation(
    'GET /api/v1/people',
    {
      id: 'listPeople',
      summary: 'The vendor’s own people by name.',
      query: {
        cursor: z.optional(key),
        limit: listQuery.limit,
        q: z.optional(z.string().check(z.maxLength(80))),
        role: z.optional(z.enum(ROLES)),
        status: z.optional(z.enum(STAFF_STATUSES)),
        lead: z.optional(z.literal('yes')),
      },
      answer: PersonPage,
    },
    async (c, { query: { cursor, limit, q, role, status, lead } }) => {
      const beside = cursor === undefined ? {} : { after: cursor }
      const found = await listPeople(c.var.db, { q: q?.trim() || undefined, role, status, lead }, beside, limit)
      const last = found.at(-1)
      return { items: found, ...(last && found.length >= limit && { next: last.id }) }
    },
  ),

  operation('GET /api/v1/people/held', { id: 'listHeld', summary: 'Who is held, the longest first.', answer: HeldPeople }, async (c) => ({
    items: await listHeld(c.var.db),
  })),

  operation(
    'GET /api/v1/people/:personId',
    { id: 'getPerson', summary: 'A person, and what is theirs to hand over.', answer: Person },
    async (c, { params }) => {
      const found = await readPerson(c.var.db, params.personId)
      return found && { ...found.person, owned: found.owned }
    },
  ),

  operation(
    'POST /api/v1/people',
    {
      id: 'addPerson',
      summary: 'Somebody who may sign in from now on. Nobody begins as an administrator.',
      body: newPersonBody,
      answer: ChangedPerson,
      status: 201,
    },
    async (c, { body, ask }) => {
      const added = await addPerson(c.var.scope, ask, { id: newId('ops', c.var.now), ...body })
      if (added.ok) return { id: added.ids[0] ?? '', sessions: [] }
      if (added.because in TAKEN) throw new Refusal('INVALID_INPUT', { errors: [TAKEN[added.because as keyof typeof TAKEN]] })
      return refuse(c, added)
    },
  ),

  operation(
    'POST /api/v1/people/:personId/role',
    { id: 'changeRole', summary: 'Another role or lead mark, for the person as they were seen.', body: roleBody, answer: ChangedPerson },
    async (c, { params: { personId }, body, ask }) => changed(c, personId, await changeRole(c.var.scope, ask, personId, body)),
  ),

  ...(['hold', 'deactivate', 'reactivate', 'release'] as const).map((what) =>
    operation(
      `POST /api/v1/people/:personId/${what}`,
      { id: `${what}Person`, summary: SUMMARIES[what], body: whyBody, answer: ChangedPerson },
      async (c, { params: { personId }, body: { reason }, ask }) =>
        changed(c, personId, await changeStatus(c.var.scope, ask, personId, what, reason)),
    ),
  ),
]
