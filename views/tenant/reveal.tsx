import { ErrorPage } from '#views/layout/error.tsx'
import { Button, ButtonLink } from '#views/ui/button.tsx'
import { Card } from '#views/ui/card.tsx'
import { TextArea } from '#views/ui/field.tsx'
import { errorOf, Form, FormActions, type FormError, FormErrors } from '#views/ui/form.tsx'
import { PageHead } from '#views/ui/heading.tsx'
import { Shown as Masked } from '#views/ui/masked.tsx'
import { Id } from '#views/ui/text.tsx'
import type { Shown as ShownValue } from '#worker/tenant/queries/reveals.ts'
import { MOST_REVEALS, REVEAL_SECONDS, type Revealed } from '#worker/tenant/rules/reveals.ts'

type RevealProps = {
  meant: Revealed
  back: string
  typed: Record<string, string>
  errors: FormError[]
  csrf: string
  formKey: string
}

/** Why somebody needs to see one field that is hidden from them. */
export function Reveal({ meant: { record, field, name }, back, typed, errors, csrf, formKey }: RevealProps) {
  return (
    <>
      <PageHead
        title={`Reveal ${name}`}
        sub={`It is shown for ${REVEAL_SECONDS} seconds. That you saw it, and why, is on the record; what it says is not.`}
      />
      <Card>
        <Form action="/workspace/reveals" csrf={csrf} formKey={formKey}>
          <FormErrors errors={errors} title="Nothing was revealed" />
          <p>
            Of the record <Id>{record}</Id>
          </p>
          <input type="hidden" name="record" value={record} />
          <input type="hidden" name="field" value={field} />
          <input type="hidden" name="from" value={back} />
          <TextArea
            id="reason"
            label="Why do you need to see it?"
            required
            rows={2}
            minLength={10}
            maxLength={300}
            value={typed.reason}
            error={errorOf(errors, 'reason')}
            hint={`The customer reads it as well. After ${MOST_REVEALS} fields a colleague is asked.`}
          />
          <FormActions>
            <Button look="primary" icon="eye">
              {`Show it for ${REVEAL_SECONDS} seconds`}
            </Button>
            <ButtonLink look="quiet" href={back}>
              Leave it hidden
            </ButtonLink>
          </FormActions>
        </Form>
      </Card>
    </>
  )
}

/** The value, until its minute is over. The page takes it away by itself; where it cannot, it fades, and coming again shows nothing. */
export function Shown({ name, shown: { value, left }, back }: { name: string; shown: ShownValue; back: string }) {
  return (
    <>
      <PageHead title={`Revealed: ${name}`} sub="On the record with your reason. Do not copy it anywhere." />
      <Card>
        {value === null ? (
          <Hidden />
        ) : (
          <div class="revealed" id="revealed" hx-get="/workspace/reveals/over" hx-trigger={`load delay:${left}ms`} hx-swap="outerHTML">
            <p class="prose">{value}</p>
            <p class="quiet">{`Hidden again after ${REVEAL_SECONDS} seconds, and when this page is loaded again then.`}</p>
          </div>
        )}
        <FormActions>
          <ButtonLink href={back} icon="arrow-left">
            Back
          </ButtonLink>
        </FormActions>
      </Card>
    </>
  )
}

/** What stands in the place of a value that was shown. */
export function Hidden() {
  return (
    <div id="revealed" role="status">
      <Masked value={{ hidden: 'sensitive' }} look="text" />
      <p class="quiet">Hidden again. If you still need it, go back and reveal it once more.</p>
    </div>
  )
}

type Because = 'NOT_PERMITTED' | 'SEALED' | 'REVEALS_USED_UP'

const WORDS: Record<Because, { title: string; help: string }> = {
  NOT_PERMITTED: { title: 'Your role reveals nothing', help: 'Ask the support team to look.' },
  SEALED: { title: 'This is sealed', help: 'Who reported stays unknown to all of our staff, in every role. There is no way around it.' },
  REVEALS_USED_UP: {
    title: 'The reveals of this session are used up',
    help: 'More of them take a colleague’s yes. Say what you still have to compare, and stay in the session meanwhile.',
  },
}

/** The rule that was in the way, and what would help. */
export function NotRevealed({ because, back, more }: { because: Because; back: string; more: string | undefined }) {
  const { title, help } = WORDS[because]
  return (
    <ErrorPage
      status={403}
      icon="lock"
      title={title}
      help={<p>{help}</p>}
      action={
        <>
          {because === 'REVEALS_USED_UP' && more !== undefined ? (
            <ButtonLink look="primary" icon="key" href={more}>
              Ask for more
            </ButtonLink>
          ) : null}
          <ButtonLink look={because === 'REVEALS_USED_UP' ? 'plain' : 'primary'} href={back}>
            Back
          </ButtonLink>
        </>
      }
    />
  )
}
