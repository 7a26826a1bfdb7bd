import { desc, eq } from 'drizzle-orm'
import { loginSessions } from '#drizzle/schema/auth.ts'
import type { Reader } from '#worker/db/read.ts'

const MOST = 50

/** Where and when a person signed in, the latest first. */
export function listSignIns(db: Reader, operatorId: string) {
  return db
    .select({
      id: loginSessions.id,
      createdAt: loginSessions.createdAt,
      seenAt: loginSessions.seenAt,
      expiresAt: loginSessions.expiresAt,
      revokedAt: loginSessions.revokedAt,
      ip: loginSessions.ip,
      userAgent: loginSessions.userAgent,
    })
    .from(loginSessions)
    .where(eq(loginSessions.operatorId, operatorId))
    .orderBy(desc(loginSessions.createdAt))
    .limit(MOST)
}
export type SignInRow = Awaited<ReturnType<typeof listSignIns>>[number]
