import { Badge, type Tone } from '#views/ui/badge.tsx'
import { ROLE_NAMES, type Role, type StaffStatus } from '#worker/auth/rules/roles.ts'

const STATUS: Record<StaffStatus, { word: string; tone: Tone }> = {
  ACTIVE: { word: 'Active', tone: 'good' },
  HELD: { word: 'Held', tone: 'bad' },
  DEACTIVATED: { word: 'Deactivated', tone: 'neutral' },
}

export function StaffStatusBadge({ status }: { status: StaffStatus }) {
  const { word, tone } = STATUS[status]
  return (
    <Badge tone={tone} dot={status === 'ACTIVE'} icon={status === 'HELD' ? 'lock' : undefined}>
      {word}
    </Badge>
  )
}

export const roleWords = ({ role, lead }: { role: Role; lead: boolean }) => ROLE_NAMES[role] + (lead ? ', lead' : '')
