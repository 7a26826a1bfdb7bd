import { randomBytes } from 'node:crypto'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { newCheckpointKey } from '#dev/checkpoint-key.ts'
import { newPasswords } from '#dev/logins.ts'
import { dataDir } from '#dev/paths.ts'
import type { Passwords } from '#dev/worker-variables.ts'

type Secrets = { sessionKey: string; checkpointKey?: string; passwords: Record<string, Passwords> }

const file = `${dataDir}secrets.json`

/** One per checkout, so that a sign-in survives a restart. */
export function sessionKey(): string {
  return read().sessionKey
}

/** One per checkout: what was signed yesterday can be checked today. */
export function checkpointKey(): string {
  const secrets = read()
  if (secrets.checkpointKey !== undefined) return secrets.checkpointKey
  const { key } = newCheckpointKey()
  write({ ...secrets, checkpointKey: key })
  return key
}

/** The duties' passwords at this database: those of an earlier start, or new ones. `known` tells which. */
export function passwordsFor(ownerUrl: string): { passwords: Passwords; known: boolean } {
  const { host } = new URL(ownerUrl)
  const secrets = read()
  const noted = secrets.passwords[host]
  if (noted) return { passwords: noted, known: true }
  const passwords = newPasswords()
  write({ ...secrets, passwords: { ...secrets.passwords, [host]: passwords } })
  return { passwords, known: false }
}

function read(): Secrets {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Secrets
  } catch {
    const fresh = { sessionKey: randomBytes(32).toString('base64url'), passwords: {} }
    write(fresh)
    return fresh
  }
}

function write(secrets: Secrets) {
  mkdirSync(dataDir, { recursive: true })
  writeFileSync(file, JSON.stringify(secrets), { mode: 0o600 })
}
