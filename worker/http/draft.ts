import type { DoorName } from '#worker/doors.ts'
import type { Typed } from '#worker/http/form.ts'
import { within } from '#worker/http/patience.ts'
import type { PortalContext } from '#worker/http/portal.ts'

const DRAFT_ID = /^[\w-]{43}$/

/** What somebody had typed at this door when they were asked to confirm who they are, for the page of its form to show again. Undefined
 *  without a draft: none in the address, not theirs, of another form, older than a quarter of an hour, or out of reach. */
export async function draftOf(c: PortalContext, door: DoorName): Promise<Typed | undefined> {
  const id = c.req.query('draft')
  if (id === undefined || !DRAFT_ID.test(id)) return undefined
  const { parts, operator } = c.var
  try {
    return (await within(parts.desks(operator.id).draft({ id, door }))) ?? undefined
  } catch (error) {
    say(c, 'draft_not_read', error)
    return undefined
  }
}

/** Keeps what the form of this request held, and answers under which name: nothing was typed, it cannot be kept, or the id of the draft.
 *  `readForm` says what was typed; before it nobody knows which fields may not be kept, so then nothing is. */
export async function keepDraft(c: PortalContext): Promise<{ kept: 'nothing' | 'lost' } | { kept: 'draft'; id: string }> {
  const { typed, door, parts, who } = c.var
  if (typed === undefined || who.operator === null) return { kept: 'lost' }
  if (Object.keys(typed).length === 0) return { kept: 'nothing' }
  try {
    return { kept: 'draft', id: await within(parts.desks(who.operator.id).keepDraft({ door: door.name, typed: { ...typed } })) }
  } catch (error) {
    say(c, 'draft_not_kept', error)
    return { kept: 'lost' }
  }
}

function say(c: PortalContext, alert: string, error: unknown) {
  console.error(JSON.stringify({ alert, error: error instanceof Error ? error.name : 'unknown', requestId: c.var.requestId }))
}
