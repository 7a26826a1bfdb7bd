import { OperatorDesk } from '#objects/operator-desk.ts'
import { createApp } from '#worker/app.tsx'
import { jobScope } from '#worker/db/job.ts'
import { neonDatabase } from '#worker/db/driver.ts'
import { type Bindings, settingsFrom } from '#worker/env.ts'
import { unseal } from '#worker/http/seal.ts'
import { byCookieOrToken } from '#worker/http/who.ts'
import { sweep } from '#worker/impersonation/jobs/sweep.ts'
import { everyMinute, type JobParts, runDue } from '#worker/jobs/jobs/run-due.ts'
import { mailFrom } from '#worker/jobs/mail.ts'
import { overHttps } from '#worker/webhooks/resolve.ts'
import { tellOver } from '#worker/webhooks/tell.ts'

export { OperatorDesk }

/** Built once per isolate from what Cloudflare binds. */
let portal: ReturnType<typeof createApp> | undefined

function appFrom(env: Bindings) {
  const settings = settingsFrom(env)
  portal ??= createApp({
    settings,
    database: neonDatabase(settings.databases, settings.neonLocal),
    whoIs: byCookieOrToken(settings.sessionKey),
    clock: () => new Date(),
    desks: (operatorId) => env.OPERATOR_DESK.getByName(operatorId),
    log: (line) => console.log(JSON.stringify(line)),
    hint: async () => env.PORTAL_JOBS?.send({}),
  })
  return portal
}

function jobsFrom(env: Bindings): JobParts {
  const settings = settingsFrom(env)
  return {
    database: neonDatabase(settings.databases, settings.neonLocal),
    appVersion: settings.appVersion,
    origin: settings.origin,
    mail: mailFrom(settings.mail),
    tell: tellOver({
      open: (about, sealed) => unseal(settings.sessionKey, about, sealed, 'webhook-secret'),
      resolve: overHttps(settings.webhooks.resolver),
      loopback: settings.webhooks.loopback,
    }),
    clock: () => new Date(),
    chance: Math.random,
  }
}

export default {
  fetch(request, env, context) {
    return appFrom(env).fetch(request, env, context)
  },

  /** Every minute: sessions that are overdue end, then what is due is run. Neither waits for the other to be well. */
  async scheduled(_controller, env) {
    const { databases, neonLocal, appVersion } = settingsFrom(env)
    const [swept] = await Promise.allSettled([
      sweep(jobScope(neonDatabase(databases, neonLocal), appVersion), (operatorId) => env.OPERATOR_DESK.getByName(operatorId)),
    ])
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
