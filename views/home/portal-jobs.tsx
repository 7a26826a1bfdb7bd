import { Figure } from '#views/ui/card.tsx'
import type { JobCount } from '#worker/home/queries/waiting.ts'

const NAMES: Partial<Record<JobCount['id'], string>> = {
  discarded: 'Given up',
  retryable: 'Tried again',
  running: 'Running',
  available: 'Waiting',
}

/** How the portal's own work moves, the worst first. */
export function PortalJobs({ rows }: { rows: JobCount[] }) {
  return (
    <div class="figures">
      {rows.map((row) => (
        <Figure name={NAMES[row.id] ?? row.id} value={row.count.toLocaleString('en')} href={`/portal-jobs?state=${row.id}`} />
      ))}
    </div>
  )
}
