import { AiPurse } from '#objects/ai-purse.ts'
import { AiRoom } from '#objects/ai-room.ts'
import { OperatorDesk } from '#objects/operator-desk.ts'
import { TenantRoom } from '#objects/tenant-room.ts'
import { UserRoom } from '#objects/user-room.ts'
import { notaryFrom } from '#worker/audit/notary.ts'
import { storeIn } from '#worker/audit/r2-store.ts'
import { createApp } from '#worker/app.tsx'
import { jobScope } from '#worker/db/job.ts'
import { neonDatabase } from '#worker/db/driver.ts'
import { type Bindings, settingsFrom } from '#worker/env.ts'
import { asksApi } from '#worker/http/for-programs.ts'
import type { Parts } from '#worker/http/portal.ts'
import { unseal } from '#worker/http/seal.ts'
import { byCookieOrToken } from '#worker/http/who.ts'
import { sweep } from '#worker/impersonation/jobs/sweep.ts'
import { everyMinute, type JobParts, runDue, runUrgent } from '#worker/jobs/jobs/run-due.ts'
import { mailFrom } from '#worker/jobs/mail.ts'
import { audienceFrom, roomsFrom } from '#worker/live/rooms.ts'
import { overHttps } from '#worker/webhooks/resolve.ts'

export { AiPurse, AiRoom, OperatorDesk, TenantRoom, UserRoom }

/** Built once per isolate from what Cloudflare binds. */
let parts: Parts | undefined
let pages: ReturnType<typeof createApp> | undefined
let whole: ReturnType<typeof createApp> | undefined

/** The pages first. Once a program asks, the whole portal takes over: the same pages, and the API beside them. */
async function appFor(request: Pick<Request, 'url'>, env: Bindings) {
  parts ??= partsFrom(env)
  if (!whole && asksApi(request)) {
    const { createApi } = await import('#worker/api.ts')
    whole ??= createApp(parts, createApi(parts.settings))
  }
  return whole ?? (pages ??= createApp(parts))
}

function partsFrom(env: Bindings): Parts {
  const settings = settingsFrom(env)
  return {
    settings,
    database: neonDatabase(settings.databases, settings.neonLocal),
    whoIs: byCookieOrToken(settings.sessionKey),
    clock: () => new Date(),
    ...reachFrom(env),
    enterRoom: (userId, upgrade) => env.USER_ROOM.getByName(userId).fetch(upgrade),
    enterAiRoom: (userId, upgrade) => env.AI_ROOM.getByName(userId).fetch(upgrade),
    ai: (userId) => env.AI_ROOM.getByName(userId),
    mayConnect: async (who) => {
      const limit = who.startsWith('person:') ? env.CONNECTS_OF_PERSON : env.CONNECTS_OF_ADDRESS
      return (await limit?.limit({ key: who }))?.success ?? true
    },
    mayVisit: async (who) => {
      const limit = who.startsWith('reader:') ? env.VISITS_OF_READER : env.VISITS_OF_ADDRESS
      return (await limit?.limit({ key: who }))?.success ?? true
    },
    log: (line) => console.log(JSON.stringify(line)),
    hint: () => workAtOnce(env),
    checkpoints: storeIn(env.CHECKPOINTS),
  }
}

/** Those who are told what is over. */
const reachFrom = (env: Bindings) => ({
  desks: (operatorId: string) => env.OPERATOR_DESK.getByName(operatorId),
  rooms: roomsFrom(env),
  audience: audienceFrom(env),
})

function jobsFrom(env: Bindings): JobParts {
  const settings = settingsFrom(env)
  return {
    database: neonDatabase(settings.databases, settings.neonLocal),
    appVersion: settings.appVersion,
    origin: settings.origin,
    mail: mailFrom(settings.mail),
    reach: reachFrom(env),
    notary: notaryFrom(settings.checkpointKeys, storeIn(env.CHECKPOINTS)),
    tellTenant: async (telling, now) => {
      // What signs brings arithmetic of its own, and few isolates tell a tenant anything.
      const { tellOver } = await import('#worker/webhooks/tell.ts')
      return tellOver({
        open: (about, sealed) => unseal(settings.sessionKey, about, sealed, 'webhook-secret'),
        resolve: overHttps(settings.webhooks.resolver),
        loopback: settings.webhooks.loopback,
      })(telling, now)
    },
    clock: () => new Date(),
    chance: Math.random,
  }
}

/** What follows from an act happens as soon as it is answered, so that open pages hear of it at once. The queue is told all the same:
 *  whatever becomes of this isolate, somebody looks within a second, and the cron within a minute. */
async function workAtOnce(env: Bindings) {
  const [ran] = await Promise.allSettled([runUrgent(jobsFrom(env)), env.PORTAL_JOBS?.send({})])
  if (ran.status === 'rejected') throw ran.reason
}

export default {
  async fetch(request, env, context) {
    return (await appFor(request, env)).fetch(request, env, context)
  },

  /** Every minute: sessions that are overdue end, then what is due is run. Neither waits for the other to be well. */
  async scheduled(_controller, env) {
    const { databases, neonLocal, appVersion } = settingsFrom(env)
    const [swept] = await Promise.allSettled([sweep(jobScope(neonDatabase(databases, neonLocal), appVersion), reachFrom(env))])
    await everyMinute(jobsFrom(env))
    if (swept.status === 'rejected') throw swept.reason
  },

  /** A message says that there may be work, and nothing else. One that was lost or given up costs at most a minute. */
  async queue(batch, env) {
    if (batch.queue === 'portal-jobs-dead') {
      for (const message of batch.messages) console.error(JSON.stringify({ alert: 'hint_given_up', messageId: message.id }))
    } else {
      await runDue(jobsFrom(env))
    }
    batch.ackAll()
  },
} satisfies ExportedHandler<Bindings>
