import { inWords } from '#views/ui/status.tsx'
import { None } from '#views/ui/text.tsx'
import type { ConfigField, ConfigValue } from '#worker/support/rules/config-documents.ts'

/** Who made a version: staff by name, or the tenant itself. */
export function whoChanged({ changedBy, changedByName }: { changedBy: string | null; changedByName: string | null }, operatorId: string) {
  if (changedBy === null) return 'The tenant'
  return changedBy === operatorId ? 'You' : (changedByName ?? 'Former staff')
}

/** A setting as a person reads it. */
export function ConfigWords({ field, value }: { field: ConfigField; value: ConfigValue | undefined }) {
  if (value === undefined || value === '') return <None />
  if (typeof value === 'boolean') return <>{value ? 'Yes' : 'No'}</>
  if (Array.isArray(value)) return <>{value.join(', ')}</>
  return <>{field.kind === 'choice' ? inWords(String(value)) : String(value)}</>
}
