import type { ByLogin } from '../tampering.ts'

export default {
  as: 'staff',
  what: 'repeats an act of somebody else in the chain of another tenant',
  keys: 'ada',
  sql: (scene) =>
    `insert into audit.trail (act, sentence, outcome, tenant_id) select act, sentence, outcome, '${scene.tenants.there}' from audit.trail where operator_id = '${scene.people.vera}' limit 1`,
  expected: {
    // Staff may act about a tenant; who did it is still not theirs to say.
    void: (scene) =>
      `select from audit.trail where chain = '${scene.chains.there}' and act = 'ticket:take' and operator_id <> '${scene.people.ada}'`,
  },
} satisfies ByLogin
