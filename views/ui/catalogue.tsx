import { Acts } from '#views/ui/catalogue/acts.tsx'
import { Basics } from '#views/ui/catalogue/basics.tsx'
import { Forms } from '#views/ui/catalogue/forms.tsx'
import { Lists } from '#views/ui/catalogue/lists.tsx'
import { Signals } from '#views/ui/catalogue/signals.tsx'
import { PageHead, Tabs } from '#views/ui/heading.tsx'

/** Every component in its states, on one page, for whoever builds a view. Sample data only; not mounted in production. */
export function Catalogue({ now, csrf }: { now: Date; csrf: string }) {
  return (
    <>
      <PageHead title="Looks" sub="Every component in its states. What is not here, build here first." />
      <Tabs
        label="Parts of the catalogue"
        tabs={[
          { name: 'Basics', href: '#basics', current: true },
          { name: 'Lists', href: '#lists', count: 3 },
          { name: 'Forms', href: '#forms' },
          { name: 'Acts', href: '#acts' },
        ]}
      />
      <div class="stack">
        <Basics now={now} />
        <Lists now={now} />
        <Forms csrf={csrf} />
        <Acts now={now} />
        <Signals />
      </div>
    </>
  )
}
