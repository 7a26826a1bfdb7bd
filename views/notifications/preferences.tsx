import { Button } from '#views/ui/button.tsx'
import { Card, Stack } from '#views/ui/card.tsx'
import { TextField } from '#views/ui/field.tsx'
import { errorOf, Form, FormActions, type FormError, FormErrors } from '#views/ui/form.tsx'
import { PageHead } from '#views/ui/heading.tsx'
import { Icon } from '#views/ui/icon.tsx'
import { Notice } from '#views/ui/notice.tsx'
import { Cell, NameCell, Row, Table } from '#views/ui/table.tsx'
import { Unseen } from '#views/ui/text.tsx'
import { clockOf, type Preferences } from '#worker/notifications/rules/preferences.ts'
import { type Category, CATEGORY_NAMES, DIGEST_MINUTES, isMandatory } from '#worker/notifications/rules/words.ts'

type PreferencesProps = {
  preferences: Preferences
  zone: string
  csrf: string
  formKey: string
  errors?: FormError[]
  /** Somebody was faster, in another tab perhaps. */
  isStale?: boolean
}

const DIGEST_NAMES = Object.fromEntries(
  DIGEST_MINUTES.map((minutes) => [minutes, minutes === 0 ? 'At once' : minutes < 60 ? `${minutes} minutes` : hours(minutes)]),
)

/** What somebody is told of, by which way, and when they are left in peace. */
export function PreferencesPage({ preferences, zone, csrf, formKey, errors = [], isStale = false }: PreferencesProps) {
  const { version, quiet, wishes } = preferences
  return (
    <>
      <PageHead
        title="What you are told"
        crumbs={[{ name: 'Notifications', href: '/notifications' }]}
        sub="Important things come at once. The rest is collected before it becomes a letter."
      />
      {isStale ? (
        <Notice tone="warn" title="It was changed elsewhere in the meantime" id="stale">
          This is how it is now. Nothing of yours was kept: choose again.
        </Notice>
      ) : null}
      <Form action="/notifications/preferences" csrf={csrf} formKey={formKey} version={version} guard={false}>
        <FormErrors errors={errors} />
        <Stack>
          <Table
            id="preferences"
            caption="What you are told, by category"
            columns={[{ name: 'About' }, { name: 'In the portal' }, { name: 'By letter' }, { name: 'Collected for' }]}
          >
            {wishes.map(({ category, inApp, email, digestMinutes }) => (
              <Row id={category}>
                <NameCell sub={isMandatory(category) ? 'Always shown in the portal' : undefined}>{CATEGORY_NAMES[category]}</NameCell>
                <Cell label="In the portal">
                  {isMandatory(category) ? (
                    <>
                      <input type="hidden" name={`${category}-app`} value="yes" />
                      Always
                    </>
                  ) : (
                    <Box category={category} what="app" word="in the portal" checked={inApp} />
                  )}
                </Cell>
                <Cell label="By letter">
                  <Box category={category} what="email" word="by letter" checked={email} />
                </Cell>
                <Cell label="Collected for">
                  <span class="select">
                    <select class="input" name={`${category}-digest`} aria-label={`${CATEGORY_NAMES[category]}, collected for`}>
                      {DIGEST_MINUTES.map((minutes) => (
                        <option value={minutes} selected={minutes === digestMinutes}>
                          {DIGEST_NAMES[minutes]}
                        </option>
                      ))}
                    </select>
                    <Icon name="chevron-down" size="small" />
                  </span>
                </Cell>
              </Row>
            ))}
          </Table>
          <Card id="quiet" title="Quiet hours" icon="moon">
            <p>
              Letters wait until they are over, and only what is critical shows itself on open pages. By your own clock ({zone}); leave both
              empty for none.
            </p>
            <div class="quiet-hours">
              <TextField
                id="quietFrom"
                label="From"
                value={quiet === null ? '' : clockOf(quiet.from)}
                placeholder="22:00"
                error={errorOf(errors, 'quietFrom')}
                maxLength={5}
              />
              <TextField
                id="quietTo"
                label="To"
                value={quiet === null ? '' : clockOf(quiet.to)}
                placeholder="07:00"
                error={errorOf(errors, 'quietTo')}
                maxLength={5}
              />
            </div>
          </Card>
          <FormActions>
            <Button look="primary">Save</Button>
          </FormActions>
        </Stack>
      </Form>
    </>
  )
}

function Box({ category, what, word, checked }: { category: Category; what: 'app' | 'email'; word: string; checked: boolean }) {
  const id = `${category}-${what}`
  return (
    <label class="check-label" for={id}>
      <input type="checkbox" id={id} name={id} value="yes" checked={checked} />
      <Unseen>
        {CATEGORY_NAMES[category]} {word}
      </Unseen>
    </label>
  )
}

function hours(minutes: number): string {
  return minutes === 60 ? 'An hour' : minutes === 1440 ? 'A day' : `${minutes / 60} hours`
}
