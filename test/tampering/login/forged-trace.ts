import type { ByLogin } from '../tampering.ts'

export default {
  as: 'staff',
  what: 'changes something and says by a setting that it left its trace',
  keys: 'vera',
  sql: (scene) =>
    `select set_config('audit.chain', '${scene.chains.system}', true); update public.ticket set version = version + 1 where id = '${scene.ticketId}'`,
  expected: { blocked: 'IM500' },
} satisfies ByLogin
