import type { Child } from 'hono/jsx'
import { WorkspaceTabs } from '#views/tenant/workspace-tabs.tsx'
import { PageHead } from '#views/ui/heading.tsx'

/** The panel as a page of its own: where it leads without a script, and where an answer is met again. */
export function AnswerPage({ caseId, children }: { caseId: string; children: Child }) {
  return (
    <>
      <WorkspaceTabs current="cases" />
      <PageHead title="Asked about a case" sub={<a href={`/workspace/cases/${caseId}`}>Back to the case</a>} />
      {children}
    </>
  )
}
