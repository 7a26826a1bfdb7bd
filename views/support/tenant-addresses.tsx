import { Badge } from '#views/ui/badge.tsx'
import { Card, Facts } from '#views/ui/card.tsx'
import { isHidden, Shown } from '#views/ui/masked.tsx'
import { inWords } from '#views/ui/status.tsx'
import { Cell, NameCell, Row, Table } from '#views/ui/table.tsx'
import { CopyButton } from '#views/ui/text.tsx'
import { formatted } from '#views/ui/when.tsx'
import type { TenantCard } from '#worker/support/queries/tenant-card.ts'
import type { MaskedContact } from '#worker/support/rules/contacts.ts'

/** The customer's people. Outside a session their names and numbers are bars, though a tenant is found by them. */
export function TenantContacts({ contacts }: { contacts: MaskedContact[] }) {
  if (contacts.length === 0) return null
  return (
    <Card id="contacts" title="Contacts" icon="users" flush>
      <Table id="contact-list" caption="Contacts" columns={[{ name: 'For' }, { name: 'Name' }, { name: 'Mail' }, { name: 'Phone' }]}>
        {contacts.map((contact, n) => (
          <Row id={`contact-${n}`}>
            <NameCell>{inWords(contact.kind)}</NameCell>
            <Cell label="Name">
              <Shown value={contact.name} />
            </Cell>
            <Cell label="Mail">
              <Shown value={contact.email} />
            </Cell>
            <Cell label="Phone" nowrap>
              <Shown value={contact.phone} />
            </Cell>
          </Row>
        ))}
      </Table>
      {contacts.some((contact) => isHidden(contact.name)) ? (
        <p class="card-foot">
          Names and numbers of people are hidden outside a session. They are found all the same: look up the number that calls.
        </p>
      ) : null}
    </Card>
  )
}

/** The domains a tenant signs in from. */
export function TenantDomains({ domains, zone }: { domains: TenantCard['domains']; zone: string }) {
  return (
    <Card id="domains" title="Domains" icon="globe">
      {domains.length === 0 ? (
        <p class="quiet">No domain is registered.</p>
      ) : (
        <ul class="address-list">
          {domains.map(({ domain, verifiedAt }) => (
            <li>
              <span>{domain}</span>
              {verifiedAt === null ? (
                <Badge tone="warn">Not verified</Badge>
              ) : (
                <Badge tone="good" icon="check" title={`Verified on ${formatted(verifiedAt, zone, 'date')}`}>
                  Verified
                </Badge>
              )}
            </li>
          ))}
        </ul>
      )}
    </Card>
  )
}

/** The numbers a tenant's employees dial. */
export function TenantPhones({ phones }: { phones: TenantCard['phones'] }) {
  if (phones.length === 0) return null
  return (
    <Card id="phones" title="Hotline numbers" icon="phone">
      <Facts
        look="rows"
        facts={phones.map(({ label, e164 }) => ({
          name: label,
          value: (
            <span class="nowrap">
              {e164} <CopyButton text={e164} what="number" />
            </span>
          ),
        }))}
      />
    </Card>
  )
}
