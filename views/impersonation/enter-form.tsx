import { Blocked, Button, ButtonLink } from '#views/ui/button.tsx'
import { Card } from '#views/ui/card.tsx'
import { Chips } from '#views/ui/choice.tsx'
import { Select, TextArea } from '#views/ui/field.tsx'
import { errorOf, Form, FormActions, FormErrors } from '#views/ui/form.tsx'
import type { EnterProps } from '#views/impersonation/enter.tsx'
import { COST_NAMES } from '#views/impersonation/access-words.tsx'
import { SeeAs } from '#views/impersonation/see-as.tsx'
import { TicketChoice } from '#views/impersonation/ticket-choice.tsx'
import { decide } from '#worker/impersonation/policy.ts'
import { NEED_NAMES, NEEDS, wayOf } from '#worker/impersonation/rules/access.ts'
import { REASON_LENGTH, reasonFrom } from '#worker/impersonation/rules/reason.ts'
import { REFUSALS } from '#worker/impersonation/rules/refusals.ts'
import { CATEGORY_NAMES, DURATIONS, categoriesOf } from '#worker/impersonation/rules/words.ts'

const USUAL = '30'

/** The ticket first; the reason begins with it, so that little is left to type. Without a ticket of one's own there is no more to fill in. */
export function EnterForm(props: EnterProps) {
  const { tenant, tickets, operatorId, operatorRole, refusal, typed, errors, csrf, formKey, now } = props
  const own = tickets.filter((ticket) => ticket.assigneeId === operatorId)
  const asked = own.find((ticket) => ticket.id === typed.ticketId)
  const chosen = asked ?? (own.length === 1 && !typed.ticketId ? own[0] : undefined)
  const isAuto = decide(operatorRole, tenant.accessPolicy, 'READ_ONLY', 'CONTENT') === 'auto'
  const blocked = refusal !== null ? REFUSALS[refusal].message : own.length === 0 ? 'It takes an open ticket of your own.' : undefined
  return (
    <Card id="start" title="The session" icon="play">
      <Form action="/impersonations" csrf={csrf} formKey={formKey} id="form">
        <FormErrors errors={errors} title="You did not enter" />
        <input type="hidden" name="tenantId" value={tenant.id} />
        {typed.next ? <input type="hidden" name="next" value={typed.next} /> : null}
        <TicketChoice
          tickets={tickets}
          chosenId={chosen?.id}
          operatorId={operatorId}
          tenantId={tenant.id}
          error={errorOf(errors, 'ticketId')}
          now={now}
        />
        {own.length === 0 && typed.reason === undefined ? null : (
          <Fields {...props} ticketId={chosen?.id} suggested={chosen === undefined ? '' : reasonFrom(chosen)} />
        )}
        <FormActions>
          {blocked === undefined ? (
            <Button look="primary" icon="play" id="enter">
              {isAuto ? (
                <span class="enter-auto">
                  {DURATIONS.map((minutes) => (
                    <span class={`enter-word enter-${minutes}`}>{`Enter read-only for ${minutes} minutes`}</span>
                  ))}
                </span>
              ) : null}
              <span class={isAuto ? 'enter-word enter-ask' : undefined}>Ask for approval</span>
            </Button>
          ) : (
            <Blocked id="enter" reason={blocked}>
              Enter read-only
            </Blocked>
          )}
          <ButtonLink look="quiet" href={`/tenants/${tenant.id}`}>
            Cancel
          </ButtonLink>
        </FormActions>
      </Form>
    </Card>
  )
}

function Fields({
  tenant,
  typed,
  errors,
  subjects,
  operatorRole,
  ceiling,
  ticketId,
  suggested,
}: EnterProps & { ticketId: string | undefined; suggested: string }) {
  const ways = NEEDS.flatMap((need) => {
    const { mode, scope } = wayOf(need)
    const cost = decide(operatorRole, tenant.accessPolicy, mode, scope)
    return cost === 'deny' ? [] : [{ value: need, label: NEED_NAMES[need], sub: COST_NAMES[cost] }]
  })
  return (
    <>
      {ways.length > 1 ? (
        <Chips id="need" label="What do you need?" required value={typed.need ?? 'look'} error={errorOf(errors, 'need')} options={ways} />
      ) : null}
      <Select
        id="category"
        label="What is it about?"
        required
        empty="Choose"
        value={typed.category}
        error={errorOf(errors, 'category')}
        options={categoriesOf(operatorRole).map((value) => ({ value, label: CATEGORY_NAMES[value] }))}
      />
      <Chips
        id="minutes"
        label="For how long?"
        required
        value={typed.minutes ?? USUAL}
        error={errorOf(errors, 'minutes')}
        options={DURATIONS.map((minutes) => ({ value: String(minutes), label: `${minutes} min` }))}
      />
      <TextArea
        id="reason"
        label="Why do you need to look?"
        required
        minLength={REASON_LENGTH.least}
        maxLength={REASON_LENGTH.most}
        value={typed.reason ?? suggested}
        error={errorOf(errors, 'reason')}
        hint="Begins with the ticket; say more if that is not all. No names of people."
      />
      <SeeAs
        tenantId={tenant.id}
        ticketId={ticketId}
        next={typed.next}
        subjects={subjects}
        ceiling={ceiling}
        value={typed.targetUserId}
        error={errorOf(errors, 'targetUserId')}
      />
    </>
  )
}
