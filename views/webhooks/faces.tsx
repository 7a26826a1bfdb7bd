import { Badge } from '#views/ui/badge.tsx'
import type { Direction, EndpointStatus } from '#worker/webhooks/rules/words.ts'

export const DIRECTION_SAYS: Record<Direction, string> = { IN: 'Tells the portal', OUT: 'Is told by the portal' }

export const EndpointStatusBadge = ({ status }: { status: EndpointStatus }) => (
  <Badge dot tone={status === 'ACTIVE' ? 'good' : 'neutral'}>
    {status === 'ACTIVE' ? 'Active' : 'Disabled'}
  </Badge>
)
