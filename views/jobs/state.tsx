import { JobStateBadge } from '#views/ui/status.tsx'
import type { JobState } from '#worker/jobs/rules/words.ts'

/** The same faces as the jobs of tenants have, so that one reads both alike. */
export const StateBadge = ({ state }: { state: JobState }) => <JobStateBadge state={state.toUpperCase() as Uppercase<JobState>} />
