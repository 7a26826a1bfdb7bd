import { describe, expect, it } from 'vitest'
import { type LiveSession, SessionBanner } from '#views/layout/banner.tsx'
import { Page } from '#views/layout/page.tsx'
import { PaletteResults } from '#views/layout/palette.tsx'
import { Blocked } from '#views/ui/button.tsx'
import { clockText, Remaining } from '#views/ui/clock.tsx'
import { TextArea } from '#views/ui/field.tsx'
import { FormErrors } from '#views/ui/form.tsx'
import { Pager } from '#views/ui/list.tsx'
import { Shown } from '#views/ui/masked.tsx'
import { inWords } from '#views/ui/status.tsx'
import { Table } from '#views/ui/table.tsx'
import { initialsOf } from '#views/ui/text.tsx'
import { relative, When } from '#views/ui/when.tsx'

const noon = new Date('2026-03-14T12:00:00Z')
const after = (minutes: number) => new Date(noon.getTime() + minutes * 60_000)
const maya = { id: 'ops_1', name: 'Maya Brandt', roleName: 'Support L2', zone: 'Europe/Berlin' }

const session: LiveSession = {
  id: 'imp_1',
  mode: 'READ_ONLY',
  breakGlass: false,
  operatorName: 'Maya Brandt',
  asWhom: 'Compliance officer',
  tenantId: 'ten_1',
  tenantName: 'Acme',
  ticketNumber: 'T-2207',
  startedAt: noon,
  expiresAt: after(30),
  maxEndsAt: after(240),
  idleEndsAt: after(10),
  now: noon,
}

const html = (node: unknown) => String(node)

describe('what is shown of a value', () => {
  it('draws a bar with its reason in the place of a hidden value, and every bar is alike', () => {
    const bar = html(<Shown value={{ hidden: 'personal' }} />)

    expect(bar).toContain('Hidden: personal data')
    expect(html(<Shown value={{ hidden: 'personal' }} />)).toBe(bar)
  })

  it('never writes what a careless serializer left beside the mark', () => {
    const careless = { hidden: 'sensitive', value: 'Jane Roe', length: 8 } as const

    expect(html(<Shown value={careless} />)).not.toContain('Jane')
  })

  it('escapes what a customer wrote', () => {
    expect(html(<Shown value={'<img src=x onerror=alert(1)>'} />)).toBe('&lt;img src=x onerror=alert(1)&gt;')
  })

  it('says "none" where there is nothing, but shows a zero', () => {
    expect(html(<Shown value={null} />)).toContain('none')
    expect(html(<Shown value="" />)).toContain('none')
    expect(html(<Shown value={0} />)).toBe('0')
  })
})

describe('times', () => {
  it('stand in the zone of the reader, with UTC on hover', () => {
    const time = html(<When at={noon} zone="Europe/Berlin" />)

    expect(time).toContain('13:00')
    expect(time).toContain('title="2026-03-14 12:00:00 UTC"')
  })

  it('are told relative to the now they are given', () => {
    expect(relative(after(-190), noon)).toBe('3 hours ago')
    expect(relative(after(1), noon)).toBe('in 1 minute')
    expect(relative(noon, noon)).toBe('just now')
  })

  it('count down from what is left, not from a clock in the browser', () => {
    expect(html(<Remaining endsAt={after(90)} now={noon} />)).toBe(
      '<time class="clock" datetime="PT5400S" data-clock="other" data-remaining-ms="5400000">1:30:00</time>',
    )
    expect(html(<Remaining endsAt={after(-5)} now={noon} />)).toContain('0:00')
    expect(clockText(59_001)).toBe('1:00')
  })
})

describe('the banner of a session', () => {
  it('says mode, who, as whom, where, which ticket, until when, and ends with a plain form', () => {
    const banner = html(<SessionBanner session={session} csrf="token" zone="Europe/Berlin" />)

    for (const word of ['Read-only', 'Maya Brandt', 'Compliance officer', 'Acme', 'T-2207', '30:00', '13:30'])
      expect(banner).toContain(word)
    expect(banner).toContain('<form method="post" action="/impersonations/imp_1/end"')
    expect(banner).toContain('data-remaining-ms="1800000" data-idle-remaining-ms="600000"')
  })

  it('names each mode in words and not by colour alone', () => {
    expect(html(<SessionBanner session={{ ...session, mode: 'READ_WRITE' }} csrf="token" />)).toContain('Read-write')
    expect(html(<SessionBanner session={{ ...session, breakGlass: true }} csrf="token" />)).toContain('Break-glass')
  })

  it('offers only extensions that still fit before the latest end', () => {
    const twenty = html(<SessionBanner session={{ ...session, maxEndsAt: after(50) }} csrf="token" />)
    const none = html(<SessionBanner session={{ ...session, maxEndsAt: after(30) }} csrf="token" />)

    expect(twenty).toContain('value="15"')
    expect(twenty).not.toContain('value="30"')
    expect(none).not.toContain('/extend')
  })
})

describe('a page', () => {
  const page = (live?: LiveSession) =>
    html(
      <Page title="Cases" operator={maya} csrf="token" nonce="n0nce" nav={[]} session={live}>
        <p>Body</p>
      </Page>,
    )

  it('begins with the banner and names the tenant in its title while a session is live', () => {
    expect(page(session)).toContain('<title>[AS Acme] Cases · Operations Portal</title>')
    expect(page(session)).toMatch(/<body class="in-session in-read-only"><aside class="banner/)
    expect(page()).not.toContain('[AS')
    expect(page()).not.toContain('session-ended-notice')
  })

  it('carries nothing the content policy forbids', () => {
    const scripts = page(session).match(/<script[^>]*>/g)

    expect(scripts).toHaveLength(1)
    expect(scripts?.[0]).toContain('nonce="n0nce"')
    expect(page(session)).not.toMatch(/ style="| on[a-z]+="|<style|hx-on|js:/)
  })

  it('escapes a tenant name in the title and in the banner', () => {
    const sly = page({ ...session, tenantName: '</title><script>alert(1)</script>' })

    expect(sly).not.toContain('<script>alert')
  })
})

describe('lists and forms', () => {
  it('lets a table say that it is empty, in a row as wide as the table', () => {
    const table = html(<Table id="t" caption="Cases" columns={[{ name: 'Case' }, { name: 'Status' }]} isEmpty empty="No cases" />)

    expect(table).toContain('<td role="cell" colspan="2">No cases</td>')
  })

  it('tells how a sorted column is sorted, and links only those that can be', () => {
    const table = html(
      <Table id="t" caption="Cases" columns={[{ name: 'Created', sort: { href: '/x', now: 'descending' } }, { name: 'Name' }]} />,
    )

    expect(table).toContain('aria-sort="descending"')
    expect(table.match(/class="sort"/g)).toHaveLength(1)
  })

  it('shows no link where there is no further page', () => {
    const pager = html(<Pager showing="Showing 50" older="/x?after=1" />)

    expect(pager).toContain('id="pager-older"')
    expect(pager).not.toContain('id="pager-newer"')
  })

  it('ties an error to its field and never loses what was written', () => {
    const field = html(<TextArea id="reason" label="Reason" required minLength={20} error="Too short" value="<b>see ticket" />)

    expect(field).toContain('aria-invalid="true"')
    expect(field).toContain('aria-describedby="reason-error"')
    expect(field).toContain('&lt;b&gt;see ticket</textarea>')
    expect(field).toContain('7 more characters')
    expect(html(<FormErrors errors={[{ field: 'reason', message: 'Too short' }]} />)).toContain('<a href="#reason">Too short</a>')
  })

  it('keeps a blocked control in sight with its reason', () => {
    expect(
      html(
        <Blocked id="close" reason="Read-only session">
          Close case
        </Blocked>,
      ),
    ).toMatch(/aria-disabled="true" aria-describedby="close-why"[\s\S]*id="close-why">Read-only session/)
  })

  it('echoes a query only as an attribute and as a part of a link, escaped in both', () => {
    const results = html(<PaletteResults query={'"><script>'} items={[{ href: '/tenants/ten_1', title: 'Acme', facts: ['EU'] }]} more />)

    expect(results).not.toContain('<script>')
    expect(results).toContain('/tenants?q=%22%3E%3Cscript%3E')
  })
})

it('writes codes and names as people do', () => {
  expect(inWords('CONFLICT_OF_INTEREST')).toBe('Conflict of interest')
  expect(initialsOf('Imke de Vries')).toBe('IV')
  expect(initialsOf('Cher')).toBe('C')
})
