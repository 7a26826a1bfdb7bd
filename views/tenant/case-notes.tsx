import type { Child } from 'hono/jsx'
import { Badge, Count } from '#views/ui/badge.tsx'
import { Card } from '#views/ui/card.tsx'
import { isHidden, Shown } from '#views/ui/masked.tsx'
import { When } from '#views/ui/when.tsx'
import { CutShort } from '#views/tenant/cut-short.tsx'
import { tailOf } from '#views/tenant/words.ts'
import { Revealable } from '#views/tenant/revealable.tsx'
import type { WholeCase } from '#worker/tenant/queries/cases.ts'

type Props = {
  notes: WholeCase['notes']
  most: number
  revealFrom: string | undefined
  operatorId: string
  /** Where the next is written. */
  writing: Child
  zone: string
}
type Note = WholeCase['notes'][number]

/** What those who work on a case wrote about it, the oldest first. */
export function CaseNotes({ notes, most, revealFrom, operatorId, writing, zone }: Props) {
  return (
    <Card id="notes" title="Notes" icon="note" mark={<Count of={notes.length} />} flush>
      {notes.length === 0 ? <p class="card-note quiet">Nobody has written a note.</p> : null}
      {notes.length === 0 ? null : (
        <ol class="case-notes">
          {notes.map((note) => (
            <li class="case-note" id={note.id}>
              <p class="case-note-head">
                <Author note={note} operatorId={operatorId} />
                {note.visibility === 'INTERNAL' ? <Badge icon="lock">Internal</Badge> : <Badge>On the case</Badge>}
                {note.draftedBy === null ? null : <Badge icon="note">{`Drafted by ${note.draftedBy}`}</Badge>}
                <When at={note.createdAt} zone={zone} />
              </p>
              <Revealable
                value={note.body}
                record={note.id}
                field="body"
                from={revealFrom}
                look={isHidden(note.body) ? 'inline' : 'text'}
              />
            </li>
          ))}
        </ol>
      )}
      <CutShort shown={notes.length} most={most} what="the first notes" />
      {writing}
    </Card>
  )
}

/** Inside a tenant the staff have no names. Whoever looks with a whole role writes for nobody in particular. */
function Author({ note: { author, authorId, writtenBy }, operatorId }: { note: Note; operatorId: string }) {
  if (writtenBy === null) return <Shown value={author} />
  const who = writtenBy === operatorId ? 'You' : `Staff …${tailOf(writtenBy)}`
  if (authorId === null) return <span>{who}</span>
  return (
    <span>
      {`${who} on behalf of `}
      <Shown value={author} />
    </span>
  )
}
