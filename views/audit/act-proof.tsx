import { Card, Facts } from '#views/ui/card.tsx'
import { Notice } from '#views/ui/notice.tsx'
import { CopyButton } from '#views/ui/text.tsx'
import type { WholeAct } from '#worker/audit/queries/act.ts'

const FINDINGS: Record<WholeAct['finding'], { tone: 'good' | 'bad'; title: string; text: string }> = {
  holds: {
    tone: 'good',
    title: 'The seal holds.',
    text: 'Reckoned just now, outside the database: the hash is the SHA-256 of the previous hash and the sealed text, and the row says what was sealed.',
  },
  hash: {
    tone: 'bad',
    title: 'The seal is broken.',
    text: 'The sealed text or a hash was altered after it was written. Tell the auditors.',
  },
  words: {
    tone: 'bad',
    title: 'This row was altered.',
    text: 'Its columns say something else than the text that was sealed. Tell the auditors.',
  },
  link: {
    tone: 'bad',
    title: 'The chain is broken here.',
    text: 'The row before this one is not the one it was sealed upon. Tell the auditors.',
  },
}

/** Why one may believe this row: its place in the chain, and whether the seal holds. */
export function ActProof({ act }: { act: WholeAct }) {
  const { tone, title, text } = FINDINGS[act.finding]
  return (
    <Card id="seal" title="Seal" icon="shield">
      <Notice tone={tone} title={title} id={`seal-${act.finding}`}>
        {text}
      </Notice>
      <Facts
        look="rows"
        facts={[
          { name: 'Chain', value: <code class="hash">{act.chain}</code> },
          { name: 'Number', value: act.seq.toLocaleString('en') },
          { name: 'Hash', value: <Hash of={act.hash} what="hash" /> },
          { name: 'Previous', value: /^0+$/.test(act.prev) ? 'None: the chain begins here' : <Hash of={act.prev} what="previous hash" /> },
        ]}
      />
      {act.canonical === null ? (
        <p class="quiet">The sealed text holds the address of a person, and opens for auditors.</p>
      ) : (
        <details class="sealed-text">
          <summary>The sealed text</summary>
          <pre class="canonical" tabindex={0}>
            {act.canonical}
          </pre>
        </details>
      )}
    </Card>
  )
}

function Hash({ of, what }: { of: string; what: string }) {
  return (
    <span class="hash-line">
      <code class="hash">{of}</code>
      <CopyButton text={of} what={what} />
    </span>
  )
}
