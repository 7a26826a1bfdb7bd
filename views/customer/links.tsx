import { Badge } from '#views/ui/badge.tsx'
import { Button } from '#views/ui/button.tsx'
import { Card, Stack } from '#views/ui/card.tsx'
import { Chips } from '#views/ui/choice.tsx'
import { TextField } from '#views/ui/field.tsx'
import { errorOf, Form, FormActions, type FormError, FormErrors } from '#views/ui/form.tsx'
import { EmptyState } from '#views/ui/notice.tsx'
import { Cell, NameCell, Row, Table } from '#views/ui/table.tsx'
import { When } from '#views/ui/when.tsx'
import { type HeadProps, TenantHead } from '#views/support/tenant-head.tsx'
import type { ListedLink } from '#worker/customer/queries/links.ts'
import { LINK_DAYS } from '#worker/customer/rules/words.ts'

type TenantLinksProps = {
  head: HeadProps
  links: ListedLink[]
  typed: Record<string, string>
  errors: FormError[]
  csrf: string
  formKey: string
  zone: string
  now: Date
}

/** The links of a tenant: who may look by one, until when, and a form for another. */
export function TenantLinks({ head, links, typed, errors, csrf, formKey, zone, now }: TenantLinksProps) {
  const path = `/tenants/${head.tenant.id}/links`
  return (
    <>
      <TenantHead {...head} room="links" />
      <Stack>
        <Card id="links" title="Links for the customer" icon="globe" flush>
          <Table
            id="link-list"
            caption="Links, the latest first"
            columns={[{ name: 'For' }, { name: 'State' }, { name: 'Made' }, { name: 'Opens until' }, { name: 'Revoke', silent: true }]}
            isEmpty={links.length === 0}
            empty={
              <EmptyState icon="globe" title="No links">
                By a link the customer sees who of us was inside, without an account here.
              </EmptyState>
            }
          >
            {links.map((link, i) => (
              <Row id={link.id}>
                <NameCell sub={link.mayAct ? 'sees and acts' : 'sees'}>{link.name}</NameCell>
                <Cell label="State">
                  <Badge tone={link.isOpen ? 'good' : 'neutral'}>
                    {link.isOpen ? 'Open' : link.revokedAt === null ? 'Over' : 'Revoked'}
                  </Badge>
                </Cell>
                <Cell label="Made" nowrap>
                  <When at={link.createdAt} zone={zone} look="relative" now={now} /> by{' '}
                  {link.isStaffs ? (link.createdByName ?? 'staff') : 'the customer'}
                </Cell>
                <Cell label="Opens until" quiet nowrap>
                  <When at={link.revokedAt ?? link.expiresAt} zone={zone} />
                </Cell>
                <Cell>
                  {link.isOpen ? (
                    <Form look="inline" action={`${path}/${link.id}/revoke`} csrf={csrf} formKey={`${formKey}-${i}`}>
                      <Button look="danger" small>
                        Revoke<span class="unseen"> {link.name}</span>
                      </Button>
                    </Form>
                  ) : null}
                </Cell>
              </Row>
            ))}
          </Table>
        </Card>
        <Card id="new-link" title="Make a link" icon="plus">
          <Form action={path} csrf={csrf} formKey={formKey} id="form">
            <FormErrors errors={errors} title="Nothing was made" />
            <TextField
              id="name"
              label="For whom"
              required
              maxLength={80}
              value={typed.name}
              error={errorOf(errors, 'name')}
              hint="It only shows. A link that may end sessions is made by the customer’s own administrator, in the product."
            />
            <Chips
              id="days"
              label="Opens for"
              required
              value={typed.days ?? '30'}
              error={errorOf(errors, 'days')}
              options={LINK_DAYS.map((days) => ({ value: String(days), label: days === 1 ? '1 day' : `${days} days` }))}
            />
            <FormActions>
              <Button look="primary" icon="plus">
                Make the link
              </Button>
            </FormActions>
          </Form>
        </Card>
      </Stack>
    </>
  )
}
