import { NOTE } from '../scene.ts'
import type { ByLogin } from '../tampering.ts'

export default {
  as: 'staff',
  what: 'comes with a browser whose name clears a terminal',
  keys: 'vera',
  sql: `select set_config('app.context', '{"userAgent": "\\u001b[2Jcleared"}', true); ${NOTE}`,
  expected: { void: "select from audit.trail where user_agent like '%cleared' and canonical ~ '[\\x01-\\x1f]'" },
} satisfies ByLogin
