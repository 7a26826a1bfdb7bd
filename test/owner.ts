import { neon } from '@neondatabase/serverless'
import { env } from 'cloudflare:workers'
import { neonDatabase } from '#worker/db/driver.ts'
import { settingsFrom } from '#worker/env.ts'

export const settings = settingsFrom(env)
export const database = neonDatabase(settings.databases, settings.neonLocal)

const asOwner = neon((env as unknown as { OWNER_DATABASE_URL: string }).OWNER_DATABASE_URL)

/** Arranges and inspects facts as the owner of the database, past every guard. */
export async function owner<Row = Record<string, unknown>>(text: string, params: unknown[] = []): Promise<Row[]> {
  return (await asOwner.query(text, params)) as Row[]
}
