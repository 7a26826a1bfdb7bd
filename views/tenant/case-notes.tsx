import { Badge, Count } from '#views/ui/badge.tsx'
import { Card } from '#views/ui/card.tsx'
import { isHidden, Shown } from '#views/ui/masked.tsx'
import { When } from '#views/ui/when.tsx'
import { CutShort } from '#views/tenant/cut-short.tsx'
import { Revealable } from '#views/tenant/revealable.tsx'
import type { WholeCase } from '#worker/tenant/queries/cases.ts'

type Props = { notes: WholeCase['notes']; most: number; revealFrom: string | undefined; zone: string }

/** What those who work on a case wrote about it, the oldest first. */
export function CaseNotes({ notes, most, revealFrom, zone }: Props) {
  return (
    <Card id="notes" title="Notes" icon="note" mark={<Count of={notes.length} />} flush>
      {notes.length === 0 ? <p class="card-note quiet">Nobody has written a note.</p> : null}
      {notes.length === 0 ? null : (
        <ol class="case-notes">
          {notes.map((note) => (
            <li class="case-note" id={note.id}>
              <p class="case-note-head">
                <Shown value={note.author} />
                {note.visibility === 'INTERNAL' ? <Badge icon="lock">Internal</Badge> : <Badge>On the case</Badge>}
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
    </Card>
  )
}
