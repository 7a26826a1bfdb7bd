import type { Skill } from '#worker/ai/rules/skill.ts'
import { maybeWords } from '#worker/ai/skills/inputs.ts'

export const RISKS = ['low', 'medium', 'high', 'critical'] as const

export const riskTriage: Skill = {
  name: 'risk-triage',
  title: 'Weigh the risk',
  entityTypes: ['case', 'riu', 'investigation'],
  roles: ['SUPPORT_L1', 'SUPPORT_L2', 'SUPPORT_L3', 'IMPLEMENTATION', 'ADMIN', 'INVESTIGATOR', 'COMPLIANCE_OFFICER', 'TENANT_ADMIN'],
  writes: false,
  needs: 'record',
  input: maybeWords,
  instructions: () =>
    `Begin with "Risk: " and one of ${RISKS.join(', ')}, then a full stop. Then give the reasons, each with what in the record it rests on, and what would change your mind.`,
  fits: (output) => new RegExp(`^Risk: (${RISKS.join('|')})\\.`, 'i').test(output.trim()),
  example: {
    record: { label: 'C-1042', lines: [{ kind: 'state', text: 'Case C-1042 is open, severity critical, priority 1.' }] },
    given: { text: '', language: '' },
    output: 'Risk: critical. Case C-1042 is open, severity critical, priority 1.',
  },
}
