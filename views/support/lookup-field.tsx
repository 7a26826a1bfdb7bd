import { Icon } from '#views/ui/icon.tsx'

type LookupFieldProps = {
  words?: string | undefined
  /** Where results appear as one types. Without it the field only leads to the page that has them. */
  target?: string | undefined
}

/** One field for all ways to name a tenant. */
export function LookupField({ words = '', target }: LookupFieldProps) {
  const asOneTypes =
    target === undefined
      ? {}
      : {
          'hx-get': '/tenants',
          'hx-trigger': 'input changed delay:150ms',
          'hx-target': target,
          'hx-swap': 'innerHTML',
          'hx-sync': 'this:replace',
          'hx-replace-url': 'true',
          'hx-indicator': '#lookup-wait',
        }
  return (
    <form class="lookup-form" method="get" action="/tenants" role="search" aria-label="Look up a tenant">
      <Icon name="search" />
      <label class="unseen" for="tenant-q">
        Tenant by name, id, slug, domain or phone
      </label>
      <input
        class="lookup-input"
        id="tenant-q"
        type="search"
        name="q"
        value={words}
        placeholder="Name, id, slug, domain or phone"
        autocomplete="off"
        spellcheck={false}
        maxlength={120}
        {...asOneTypes}
      />
      <span class="spinner htmx-indicator" id="lookup-wait" aria-hidden="true" />
      <button type="submit" class="button button-plain">
        Look up
      </button>
    </form>
  )
}
