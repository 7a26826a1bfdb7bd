import { Icon } from '#views/ui/icon.tsx'

type EndedProps = {
  tenantName: string
  sessionId: string
  tenantId: string
  /** Why it is over, when the server knows: "The time was up." */
  because?: string | undefined
}

/** What stands in the place of the page once a session is over. The server sends it as a page; the page's script puts the same in place of an open one. */
export function SessionEnded({ tenantName, sessionId, tenantId, because }: EndedProps) {
  return (
    <div class="ended" id="session-ended">
      <span class="error-icon">
        <Icon name="lock" size="large" />
      </span>
      <h1 tabindex={-1}>The session in {tenantName} is over</h1>
      <div class="error-help">
        <p data-ended-because>{because ?? 'Its time was up, or it was ended in another window.'}</p>
        <p>Nothing of this customer can be read or changed from here any more.</p>
      </div>
      <div class="error-action">
        <a class="button button-primary" href={`/impersonations/${sessionId}`}>
          Summary and closing note
        </a>
        <a class="button button-plain" href={`/tenants/${tenantId}`}>
          Tenant page
        </a>
        <a class="button button-quiet" href="/">
          Home
        </a>
      </div>
      <div class="ended-drafts" id="session-drafts" hidden>
        <h2>You were still writing</h2>
        <p>This was not saved. Copy what you want to keep; it leaves with this page.</p>
        <template id="draft">
          <div class="ended-draft">
            <label class="field-label" />
            <textarea class="input" readonly />
            <button type="button" class="button button-plain button-small" data-copy="">
              Copy
            </button>
          </div>
        </template>
      </div>
    </div>
  )
}
