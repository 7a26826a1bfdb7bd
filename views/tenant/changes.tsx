import { ActForm } from '#views/people/act-form.tsx'
import { Blocked } from '#views/ui/button.tsx'
import { Card } from '#views/ui/card.tsx'
import { Select } from '#views/ui/field.tsx'
import { errorOf, type FormError } from '#views/ui/form.tsx'
import { isHidden } from '#views/ui/masked.tsx'
import { Notice } from '#views/ui/notice.tsx'
import { inWords } from '#views/ui/status.tsx'
import { tailOf } from '#views/tenant/words.ts'
import { TENANT_ROLE_NAMES } from '#worker/impersonation/rules/ceiling.ts'
import { barrierTo, reasonOf, type Writer, type Writing } from '#worker/tenant/policy.ts'
import type { WholeCase } from '#worker/tenant/queries/cases.ts'
import type { WholeUser } from '#worker/tenant/queries/users.ts'
import { CASE_MOVES, mayMove, type UserMove } from '#worker/tenant/rules/moves.ts'
import type { Unchanged } from '#worker/tenant/rules/unchanged.ts'
import { PRIORITIES } from '#worker/tenant/rules/words.ts'

/** A form of a case or a user that came back: what was typed, what was wrong with it, or what was in the way. */
export type SentChange = {
  act: 'status' | 'priority' | 'assignee' | 'note' | UserMove
  typed: Record<string, string>
  errors: FormError[]
  unchanged?: Unchanged
}

type Changing = { writer: Writer; sent: SentChange | undefined; csrf: string; formKey: string }

const HINT = 'Stands in the trail, which the customer reads as well. No names of people.'

/** What can be changed of a case from here, or why nothing can. */
export function CaseChanges({ whole, assignable, ...props }: Changing & { whole: WholeCase['case']; assignable: WholeCase['assignable'] }) {
  const barrier = barrierTo('case', props.writer)
  if (barrier !== null) return <Closed title="Change this case" reason={reasonOf(barrier, 'case')} />
  const to = barrierTo('assignee', props.writer)
  const form = formOf(props, `/workspace/cases/${whole.id}`, whole.version)
  return (
    <Card id="changes" title="Change this case" icon="pencil" flush>
      <ActForm {...form('status')} title="Move it to another status" icon="arrow-right" button="Move it" hint={HINT}>
        <Choice
          act="status"
          label="Status"
          empty="Choose"
          sent={props.sent}
          options={CASE_MOVES[whole.status].map((value) => ({ value, label: inWords(value) }))}
        />
      </ActForm>
      <ActForm {...form('priority')} title="Give it another priority" icon="list" button="Change the priority" hint={HINT}>
        <Choice
          act="priority"
          label="Priority"
          value={String(whole.priority)}
          sent={props.sent}
          options={PRIORITIES.map((each) => ({ value: String(each), label: `P${each}` }))}
        />
      </ActForm>
      {to === null ? (
        <ActForm {...form('assignee')} title="Assign it to somebody else" icon="user" button="Assign it" hint={HINT}>
          <Choice
            act="assignee"
            field="assigneeId"
            label="User"
            empty="Choose"
            value={whole.assigneeId ?? undefined}
            sent={props.sent}
            options={assignable.map(({ id, name, role }) => ({
              value: id,
              label: `${name === null || isHidden(name) ? `User …${tailOf(id)}` : name}, ${TENANT_ROLE_NAMES[role].toLowerCase()}`,
            }))}
          />
        </ActForm>
      ) : (
        <p class="card-foot">{reasonOf(to, 'assignee')}</p>
      )}
    </Card>
  )
}

const USER_ACTS = {
  activate: { title: 'Let them come back', icon: 'play', button: 'Activate', danger: false },
  deactivate: { title: 'Deactivate', icon: 'stop', button: 'Deactivate', danger: true },
  invite: { title: 'Send the invitation again', icon: 'mail', button: 'Send it again', danger: false },
} as const

/** What can be done about a user from here, or why nothing can. */
export function UserChanges({ user, ...props }: Changing & { user: WholeUser['user'] }) {
  const barrier = barrierTo('user', props.writer, user.role)
  if (barrier !== null) return <Closed title="Change this user" reason={reasonOf(barrier, 'user')} />
  const form = formOf(props, `/workspace/users/${user.id}`, user.version)
  return (
    <Card id="changes" title="Change this user" icon="pencil" flush>
      {(Object.keys(USER_ACTS) as UserMove[])
        .filter((move) => mayMove(move, user.status))
        .map((move) => (
          <ActForm {...form(move)} {...USER_ACTS[move]} hint={HINT} />
        ))}
    </Card>
  )
}

/** Blocked controls stay in sight, with what would help. */
export function Closed({ title, reason }: { title: string; reason: string }) {
  return (
    <Card id="changes" title={title} icon="pencil">
      <Blocked id="change" reason={reason}>
        Change
      </Blocked>
    </Card>
  )
}

/** Whoever presses again has seen the record as it is now: the form carries its version. */
const formOf =
  ({ sent, csrf, formKey }: Changing, address: string, version: number) =>
  (act: SentChange['act']) => ({
    id: act,
    action: `${address}/${act}`,
    version,
    sent: sent?.act === act ? sent : undefined,
    csrf,
    formKey,
  })

type ChoiceProps = {
  act: SentChange['act']
  field?: string
  label: string
  empty?: string
  value?: string | undefined
  sent: SentChange | undefined
  options: { value: string; label: string }[]
}

function Choice({ act, field = act, label, empty, value, sent, options }: ChoiceProps) {
  const own = sent?.act === act ? sent : undefined
  return (
    <Select
      id={`${act}-${field}`}
      name={field}
      label={label}
      required
      empty={empty}
      value={own?.typed[field] ?? value}
      options={options}
      error={errorOf(own?.errors ?? [], field)}
    />
  )
}

/** Why the record is as it was. What was typed still stands in its form. */
export function NotChanged({ sent, writing }: { sent: SentChange | undefined; writing: Writing }) {
  const unchanged = sent?.unchanged
  if (unchanged === undefined) return null
  const { title, help } = wordsOf(unchanged, writing)
  return (
    <div class="flash">
      <Notice tone="warn" id="not-changed" title={title}>
        {`${help} Nothing was changed.`}
      </Notice>
    </div>
  )
}

function wordsOf(unchanged: Unchanged, writing: Writing): { title: string; help: string } {
  const what = writing === 'user' ? 'user' : 'case'
  switch (unchanged.because) {
    case 'WRITE_BEYOND_VIEW':
      return { title: 'That is not changed from here', help: reasonOf(unchanged.barrier, unchanged.what) }
    case 'INVALID_TRANSITION':
      return {
        title: `The ${what} is ${inWords(unchanged.from).toLowerCase()} now`,
        help:
          unchanged.from === unchanged.to
            ? 'It is so already.'
            : `From there it can become ${unchanged.allowed.map((each) => inWords(each).toLowerCase()).join(' or ')}, not ${inWords(unchanged.to).toLowerCase()}.`,
      }
    case 'VERSION_CONFLICT':
      return {
        title: `Somebody changed this ${what} while you did`,
        help: 'You see it as it is now, with what you typed still in the form: compare, and send it again.',
      }
    case 'ASSIGNEE_NOT_ELIGIBLE':
      return { title: 'It cannot be assigned to them', help: 'A case goes to an active user who works on cases. Choose another.' }
  }
}
