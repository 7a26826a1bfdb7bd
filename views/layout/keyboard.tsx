import { Icon } from '#views/ui/icon.tsx'
import { Kbd } from '#views/ui/text.tsx'

const KEYS: [keys: string[], does: string][] = [
  [['/'], 'Look up a tenant'],
  [['Ctrl', 'K'], 'Look up a tenant, also while writing'],
  [['g', 'h'], 'Go home'],
  [['g', 't'], 'Go to tenants'],
  [['g', 's'], 'Go to sessions'],
  [['?'], 'These keys'],
  [['Esc'], 'Close what is open'],
]

/** Single keys can be switched off, for those whose software types for them (WCAG 2.1.4). Ctrl-K and Esc stay. */
export function KeyboardHelp() {
  return (
    <dialog class="dialog" id="keyboard" aria-labelledby="keyboard-title">
      <header class="dialog-head">
        <h2 id="keyboard-title">Keyboard</h2>
        <button type="button" class="icon-button" data-close>
          <Icon name="x" label="Close" />
        </button>
      </header>
      <dl class="keys">
        {KEYS.map(([keys, does]) => (
          <div>
            <dt>
              {keys.map((key) => (
                <Kbd>{key}</Kbd>
              ))}
            </dt>
            <dd>{does}</dd>
          </div>
        ))}
      </dl>
      <label class="check-label keys-switch" for="single-keys">
        <input type="checkbox" id="single-keys" checked data-single-keys />
        <span>Single-key shortcuts</span>
      </label>
    </dialog>
  )
}
