import { Button, ButtonLink } from '#views/ui/button.tsx'
import { Card, Columns } from '#views/ui/card.tsx'
import { Checkbox, Chips } from '#views/ui/choice.tsx'
import { Select, TextArea, TextField } from '#views/ui/field.tsx'
import { errorOf, Form, FormActions, FormErrors } from '#views/ui/form.tsx'

const ERRORS = [
  { field: 'looks-reason', message: 'Say in at least three words why you need to enter' },
  { field: 'looks-ticket', message: 'Choose an open ticket of this tenant' },
]
const TICKETS = [
  { value: 'T-2207', label: 'T-2207 · Reports do not arrive' },
  { value: 'T-2198', label: 'T-2198 · Question about retention' },
]

export function Forms({ csrf }: { csrf: string }) {
  return (
    <Columns>
      <Card id="forms" title="A form" icon="pencil">
        <Form action="/dev/looks" csrf={csrf}>
          <Select id="looks-basis" label="Ticket" required options={TICKETS} value="T-2207" />
          <TextArea
            id="looks-why"
            label="Reason"
            required
            minLength={20}
            maxLength={500}
            hint="The customer reads this."
            value="Reports do not"
          />
          <Chips
            id="looks-minutes"
            label="Duration"
            required
            value="30"
            options={[
              { value: '15', label: '15 min' },
              { value: '30', label: '30 min' },
              { value: '60', label: '60 min' },
              { value: '240', label: '4 h', disabled: true },
            ]}
          />
          <TextField id="looks-note" label="Note" placeholder="For the next colleague" maxLength={120} />
          <Checkbox id="looks-notify" label="Tell me when the ticket changes" hint="By notification in the portal." checked />
          <FormActions>
            <Button look="primary" icon="play">
              Start session
            </Button>
            <ButtonLink href="#forms" look="quiet">
              Cancel
            </ButtonLink>
          </FormActions>
        </Form>
      </Card>
      <Card id="looks-form-wrong" title="The same, refused" icon="alert">
        <Form action="/dev/looks" csrf={csrf}>
          <FormErrors errors={ERRORS} focus={false} />
          <TextArea id="looks-reason" label="Reason" required minLength={20} error={errorOf(ERRORS, 'looks-reason')} value="see ticket" />
          <Select
            id="looks-ticket"
            label="Ticket"
            required
            empty="Choose a ticket"
            options={TICKETS}
            error={errorOf(ERRORS, 'looks-ticket')}
          />
          <Chips
            id="looks-scope"
            label="Scope"
            required
            value="READ_ONLY"
            options={[
              { value: 'READ_ONLY', label: 'Read-only', sub: 'Starts at once' },
              { value: 'READ_WRITE', label: 'Read-write', sub: 'Needs an approval' },
            ]}
          />
          <FormActions>
            <Button look="primary">Try again</Button>
          </FormActions>
        </Form>
      </Card>
    </Columns>
  )
}
