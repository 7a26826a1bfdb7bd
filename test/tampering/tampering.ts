import type { Scene } from './scene.ts'

/** One way to tamper with the trail. Each is a file of its own in `login/`, `owner/` or `export/`; adding a file adds a test. */
export type Tampering = ByLogin | ByOwner | ToExport

type Sql = string | ((scene: Scene) => string)

/** With the password of one of the Worker's logins, and the keys of somebody who is signed in or inside a tenant. */
export type ByLogin = {
  as: 'staff' | 'tenantRo' | 'tenantRw' | 'jobs'
  what: string
  /** Without, nobody's. */
  keys?: 'vera' | 'ada' | 'reading' | 'writing'
  sql: Sql
  /** Cannot run in a transaction. */
  alone?: true
  /** Somebody else does this while the transaction of `sql` is open; then it is them who are refused. */
  meanwhile?: { as: ByLogin['as']; keys: ByLogin['keys']; sql: Sql }
  expected: Blocked | Void | Noticed
}

/** As the owner of the database, past every guard of it. */
export type ByOwner = { as: 'owner'; what: string; sql: Sql; expected: Blocked | Void | Detected }

/** On the files of an evidence pack that was intact. */
export type ToExport = { as: 'export'; what: string; edit: (pack: EditedPack, scene: Scene) => void; expected: Detected }

/** Refused by the database, with this SQLSTATE. */
export type Blocked = { blocked: string }
/** Let happen, and nothing came of it: what this asks for, to the owner, is not there. */
export type Void = { void: Sql }
/** The deploy finds that the login changed something of itself, and puts it back. */
export type Noticed = { noticed: string }
/** The verifier ends with this code, and names this row first. */
export type Detected = { detected: 1 | 2 | 3 | 4; at?: (scene: Scene) => { chain: string; seq?: number } | { checkpoint: number } }

export type Row = { chain: string; seq: number; prev: string; hash: string; canonical: string }

/** An evidence pack whose parts may be changed; what is changed is written back, the manifest stays as it was sealed. */
export type EditedPack = {
  rows: Row[]
  checkpoints: { document: string; keyId: string; signature: string }[]
  /** Lines instead of `rows`, for what is no row. */
  lines?: string[]
  /** Seals what is there now with another key, as whoever has no access to ours would. */
  sealAgain?: true
  /** Files that are not there any more. */
  remove?: string[]
}
