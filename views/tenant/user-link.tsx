import { isHidden, Shown } from '#views/ui/masked.tsx'
import { tailOf } from '#views/tenant/words.ts'
import type { Hidden } from '#worker/tenant/rules/masking.ts'

/** A user by name, or where the name is hidden by the end of the key, so that a link still says which one. */
export function UserLink({ id, name }: { id: string; name: string | Hidden | null }) {
  return (
    <a href={`/workspace/users/${id}`}>
      <UserName id={id} name={name} />
    </a>
  )
}

export function UserName({ id, name }: { id: string; name: string | Hidden | null }) {
  if (name !== null && !isHidden(name)) return <Shown value={name} />
  return (
    <>
      User …{tailOf(id)}
      {name === null ? null : ' '}
      {name === null ? null : <Shown value={name} />}
    </>
  )
}
