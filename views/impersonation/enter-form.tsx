import { Blocked, Button, ButtonLink } from '#views/ui/button.tsx'
import { Card } from '#views/ui/card.tsx'
import { Chips } from '#views/ui/choice.tsx'
import { Select, TextArea } from '#views/ui/field.tsx'
import { errorOf, Form, FormActions, FormErrors } from '#views/ui/form.tsx'
import type { EnterProps } from '#views/impersonation/enter.tsx'
import { TicketChoice } from '#views/impersonation/ticket-choice.tsx'
import { CATEGORY_NAMES, tailOf, withArticle } from '#views/impersonation/words.ts'
import { ticketLabel } from '#views/support/ticket.tsx'
import type { StartPage } from '#worker/impersonation/queries/start-page.ts'
import { TENANT_ROLE_NAMES } from '#worker/impersonation/rules/ceiling.ts'
import { REASON_LENGTH } from '#worker/impersonation/rules/reason.ts'
import { REFUSALS } from '#worker/impersonation/rules/refusals.ts'
import { DURATIONS, SESSION_CATEGORIES } from '#worker/impersonation/rules/words.ts'

const USUAL = '30'

/** The ticket first; the reason begins with it, so that little is left to type. */
export function EnterForm({ tenant, tickets, subjects, operatorId, ceiling, refusal, typed, errors, csrf, formKey, now }: EnterProps) {
  const own = tickets.filter((ticket) => ticket.assigneeId === operatorId)
  const asked = own.find((ticket) => ticket.id === typed.ticketId)
  const chosen = asked ?? (own.length === 1 && !typed.ticketId ? own[0] : undefined)
  return (
    <Card id="start" title="The session" icon="play">
      <Form action="/impersonations" csrf={csrf} formKey={formKey} id="form">
        <FormErrors errors={errors} title="You did not enter" />
        <input type="hidden" name="tenantId" value={tenant.id} />
        <TicketChoice
          tickets={tickets}
          chosenId={chosen?.id}
          operatorId={operatorId}
          tenantId={tenant.id}
          error={errorOf(errors, 'ticketId')}
          now={now}
        />
        <Select
          id="category"
          label="What is it about?"
          required
          empty="Choose"
          value={typed.category}
          error={errorOf(errors, 'category')}
          options={SESSION_CATEGORIES.map((value) => ({ value, label: CATEGORY_NAMES[value] }))}
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
          value={typed.reason ?? (chosen ? reasonFrom(chosen) : '')}
          error={errorOf(errors, 'reason')}
          hint="Begins with the ticket; say more if that is not all. No names of people."
        />
        {subjects.length === 0 ? null : (
          <Select
            id="targetUserId"
            label="See as"
            empty={ceiling === undefined ? 'Nobody' : `The view of ${withArticle(TENANT_ROLE_NAMES[ceiling].toLowerCase())}`}
            value={typed.targetUserId}
            error={errorOf(errors, 'targetUserId')}
            hint="Choose a person only when the ticket is about what that person sees."
            options={subjects.map((subject) => ({ value: subject.id, label: subjectInWords(subject) }))}
          />
        )}
        <FormActions>
          {refusal === null ? (
            <Button look="primary" icon="play" id="enter">
              {DURATIONS.map((minutes) => (
                <span class={`enter-word enter-${minutes}`}>{`Enter read-only for ${minutes} minutes`}</span>
              ))}
            </Button>
          ) : (
            <Blocked id="enter" reason={REFUSALS[refusal].message}>
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

/** The ticket's own words and what one is about to do: enough for the rule on reasons, and true of every such visit. */
export function reasonFrom({ number, subject }: { number: number; subject: string }): string {
  return `${ticketLabel(number)}: ${subject}. I need to see what the customer sees to answer this.`.slice(0, REASON_LENGTH.most)
}

function subjectInWords({ id, role, orgUnit, assignedCases }: StartPage['subjects'][number]): string {
  const cases = assignedCases === 1 ? '1 case' : `${assignedCases} cases`
  return [`${TENANT_ROLE_NAMES[role]} …${tailOf(id)}`, orgUnit, cases].filter(Boolean).join(', ')
}
