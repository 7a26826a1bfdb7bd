import { randomBytes } from 'node:crypto'
import pg from 'pg'
import { sealLogin } from '#worker/auth/login-cookie.ts'
import type { Operator } from '#worker/auth/rules/operator.ts'
import { accessToken } from '#worker/http/bearer.ts'
import { newId } from '#worker/rules/ids.ts'

/** A member of staff with a browser and a program, both signed in for hours. */
export type Person = { id: string; cookie: string; token: string }

const LASTS = 3 * 60 * 60_000

export async function hire(ownerUrl: string, secret: string, count: number): Promise<Person[]> {
  const client = new pg.Client(ownerUrl)
  await client.connect()
  try {
    const people: Person[] = []
    for (let i = 0; i < count; i++) people.push(await hireOne(client, secret))
    return people
  } finally {
    await client.end()
  }
}

async function hireOne(client: pg.Client, secret: string): Promise<Person> {
  const [id, loginId, familyId, loginKey] = [newId('ops'), newId('log'), newId('fam'), randomBytes(32).toString('base64url')]
  const email = `${id.toLowerCase()}@vendor.example`
  const [from, until] = [new Date(Date.now() - 1_000), new Date(Date.now() + LASTS)]
  const { rows } = await client.query<Operator>(
    `insert into app.internal_user (id, directory_id, email, name, role, zone) values ($1, $2, $3, $4, 'SUPPORT_L1', 'Europe/Berlin')
     returning id, name, role, lead, zone, version, status`,
    [id, crypto.randomUUID(), email, `Soak ${id.slice(-4)}`],
  )
  await client.query(
    'insert into app.login_session (id, operator_id, key_hash, created_at, expires_at, seen_at) values ($1, $2, app.key_hash($3), $4, $5, $4)',
    [loginId, id, loginKey, from, until],
  )
  await client.query(
    `insert into app.token_family (id, operator_id, login_session_id, sealed, created_at, rotated_at) values ($1, $2, $3, 'of no use here', $4, $4)`,
    [familyId, id, loginId, from],
  )
  const operator = rows[0] as Operator
  return {
    id,
    cookie: `__Host-portal=${await sealLogin({ operator, loginKey, expiresAt: until }, secret)}`,
    token: await accessToken(secret, { operator, loginKey, email, loginId, familyId, tokenId: newId('tok'), from, until }),
  }
}
