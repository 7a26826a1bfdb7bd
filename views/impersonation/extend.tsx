import { Button, ButtonLink } from '#views/ui/button.tsx'
import { Card } from '#views/ui/card.tsx'
import { Chips } from '#views/ui/choice.tsx'
import { TextArea } from '#views/ui/field.tsx'
import { errorOf, Form, FormActions, type FormError, FormErrors } from '#views/ui/form.tsx'
import { PageHead } from '#views/ui/heading.tsx'
import { Notice } from '#views/ui/notice.tsx'
import { formatted } from '#views/ui/when.tsx'
import type { LiveSession } from '#views/layout/banner.tsx'
import { EXTENSIONS } from '#worker/impersonation/rules/words.ts'

type ExtendProps = {
  session: LiveSession
  typed: Record<string, string>
  errors: FormError[]
  csrf: string
  formKey: string
  zone: string
}

/** More time in the session one is in, for a line of why. */
export function Extend({ session, typed, errors, csrf, formKey, zone }: ExtendProps) {
  const latest = formatted(session.maxEndsAt, zone, 'time')
  const room = session.maxEndsAt.getTime() - session.expiresAt.getTime()
  const options = EXTENSIONS.filter((minutes) => minutes * 60_000 <= room)
  return (
    <>
      <PageHead
        title={`More time in ${session.tenantName}`}
        sub={`The session ends at ${formatted(session.expiresAt, zone, 'time')} now, and at ${latest} at the latest.`}
      />
      {options.length === 0 ? (
        <Notice tone="warn" title="No more time can be given" action={<ButtonLink href="/workspace/cases">Back to the cases</ButtonLink>}>
          This session ends at {latest} at the latest. Leave, and start a new one if you still need to look.
        </Notice>
      ) : (
        <Card>
          <Form action={`/impersonations/${session.id}/extend`} csrf={csrf} formKey={formKey}>
            <FormErrors errors={errors} title="The session was not extended" />
            <Chips
              id="minutes"
              label="Extend by"
              required
              value={typed.minutes ?? String(options.at(-1))}
              error={errorOf(errors, 'minutes')}
              options={options.map((minutes) => ({ value: String(minutes), label: `${minutes} min` }))}
            />
            <TextArea
              id="reason"
              label="Why is more time needed?"
              required
              rows={2}
              minLength={10}
              maxLength={300}
              value={typed.reason}
              error={errorOf(errors, 'reason')}
              hint="One line, read later by whoever looks into this session."
            />
            <FormActions>
              <Button look="primary" icon="plus">
                Extend
              </Button>
              <ButtonLink look="quiet" href="/workspace/cases">
                Back to the cases
              </ButtonLink>
            </FormActions>
          </Form>
        </Card>
      )}
    </>
  )
}
