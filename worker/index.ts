import { OperatorDesk } from '#objects/operator-desk.ts'
import { createApp } from '#worker/app.tsx'
import { jobScope } from '#worker/db/job.ts'
import { neonDatabase } from '#worker/db/driver.ts'
import { type Bindings, settingsFrom } from '#worker/env.ts'
import { byCookies } from '#worker/http/who.ts'
import { sweep } from '#worker/impersonation/jobs/sweep.ts'

export { OperatorDesk }

/** Built once per isolate from what Cloudflare binds. */
let portal: ReturnType<typeof createApp> | undefined

function appFrom(env: Bindings) {
  const settings = settingsFrom(env)
  portal ??= createApp({
    settings,
    database: neonDatabase(settings.databases, settings.neonLocal),
    whoIs: byCookies(settings.sessionKey),
    clock: () => new Date(),
    desks: (operatorId) => env.OPERATOR_DESK.getByName(operatorId),
  })
  return portal
}

export default {
  fetch(request, env, context) {
    return appFrom(env).fetch(request, env, context)
  },

  /** Every minute: what is due is asked of the database. */
  async scheduled(_controller, env) {
    const settings = settingsFrom(env)
    await sweep(jobScope(neonDatabase(settings.databases, settings.neonLocal), settings.appVersion), (operatorId) =>
      env.OPERATOR_DESK.getByName(operatorId),
    )
  },
} satisfies ExportedHandler<Bindings>
