import { actGroups, actWords } from '#views/audit/act-words.ts'
import { outcomeWord } from '#views/audit/who.tsx'
import { Field, Select, TextField } from '#views/ui/field.tsx'
import { Icon } from '#views/ui/icon.tsx'
import { type ActiveFilter, Filters } from '#views/ui/list.tsx'
import type { Reads } from '#worker/audit/policy.ts'
import { type ActName, OUTCOMES } from '#worker/audit/rules/acts.ts'
import type { TrailFilter } from '#worker/audit/rules/filter.ts'

export type Staff = { id: string; name: string }[]
type ActFiltersProps = { filter: TrailFilter; staff: Staff; reads: Reads }

/** What narrows the trail; the days first, because nobody looks for "some time". */
export function ActFilters({ filter, staff, reads }: ActFiltersProps) {
  return (
    <Filters action="/audit" label="Filter the trail">
      <TextField id="from" type="date" label="From" value={filter.from ?? ''} />
      <TextField id="to" type="date" label="To" value={filter.to} />
      {reads === 'own' ? null : (
        <Select id="operator" label="Who" empty="Anybody" value={filter.operator} options={whoOptions(staff, reads, filter.operator)} />
      )}
      <ActSelect value={filter.act} />
      <Select
        id="outcome"
        label="Outcome"
        empty="Any"
        value={filter.outcome}
        options={OUTCOMES.map((each) => ({ value: each, label: outcomeWord(each) }))}
      />
      <TextField id="tenant" label="Tenant" placeholder="slug or ten_…" value={filter.tenant} maxLength={80} />
      <TextField id="entity" label="Record" placeholder="case_…" value={filter.entity} maxLength={80} />
      <TextField id="session" label="Session" placeholder="imp_…" value={filter.session} maxLength={80} />
    </Filters>
  )
}

function whoOptions(staff: Staff, reads: Reads, value: string | undefined) {
  const options = staff.map(({ id, name }) => ({ value: id, label: name }))
  if (reads === 'all') options.push({ value: 'system', label: 'System' }, { value: 'nobody', label: 'Nobody (before the sign-in)' })
  if (value !== undefined && !options.some((each) => each.value === value)) options.unshift({ value, label: value })
  return options
}

function ActSelect({ value }: { value: ActName | undefined }) {
  return (
    <Field id="act" label="What">
      <span class="select">
        <select class="input" id="act" name="act">
          <option value="">Anything</option>
          {actGroups().map((group) => (
            <optgroup label={group.name}>
              {group.acts.map((act) => (
                <option value={act} selected={act === value}>
                  {actWords(act)}
                </option>
              ))}
            </optgroup>
          ))}
        </select>
        <Icon name="chevron-down" size="small" />
      </span>
    </Field>
  )
}

/** What narrows the list now, in words, each with the address of the list without it. */
export function narrowedBy(filter: TrailFilter, staff: Staff, query: Record<string, string>): ActiveFilter[] {
  const { operator, tenant, act, outcome, entity, session, from, to } = filter
  const name = operator === 'system' ? 'System' : operator === 'nobody' ? 'Nobody' : staff.find((each) => each.id === operator)?.name
  const said: [param: string, name: string, value: string | undefined][] = [
    ['operator', 'Who', operator && (name ?? operator)],
    ['act', 'What', act && actWords(act)],
    ['outcome', 'Outcome', outcome && outcomeWord(outcome)],
    ['tenant', 'Tenant', tenant],
    ['entity', 'Record', entity],
    ['session', 'Session', session],
    ['from', 'From', from],
    ['to', 'To', to],
  ]
  return said.flatMap(([param, label, value]) => (value === undefined ? [] : [{ name: label, value, without: addressOf(query, param) }]))
}

/** The list with this narrowing taken away. The days are taken away by an empty word: without any, the last week is shown. */
export function addressOf(query: Record<string, string>, without?: string, path = '/audit'): string {
  const rest = new URLSearchParams(
    Object.entries(query).filter(([name, value]) => !['newer', 'older', without].includes(name) && (value !== '' || name === 'from')),
  )
  if (without === 'from') rest.set('from', '')
  return rest.size === 0 ? path : `${path}?${rest}`
}
