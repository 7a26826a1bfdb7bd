import { Hono } from 'hono'
import { HTTPException } from 'hono/http-exception'
import { sealLogin } from '#worker/auth/login-cookie.ts'
import { type Attempt, authorizeUrl, redeem } from '#worker/auth/oidc.ts'
import { proveSignIn, signIn, signOut } from '#worker/auth/queries/sign-in.ts'
import { ATTEMPT_LASTS, isProof } from '#worker/auth/rules/fresh.ts'
import { dropCookie, readCookie, writeCookie } from '#worker/http/cookies.ts'
import { permit } from '#worker/http/permit.ts'
import type { Portal, PortalContext } from '#worker/http/portal.ts'
import { themeOf } from '#worker/http/show.tsx'
import { signInsOver, tellInPassing } from '#worker/http/tell.ts'
import { newSecret } from '#worker/rules/ids.ts'
import { Plain } from '#views/layout/plain.tsx'
import { SignIn, type SignInProblem } from '#views/auth/sign-in.tsx'

export const signInRoutes = new Hono<Portal>()
  .get('/sign-in', permit('GET /sign-in'), (c) => signInPage(c, undefined))

  .get('/sign-in/start', permit('GET /sign-in/start'), async (c) => {
    const isAgain = c.req.query('again') === '1' && c.var.who.operator !== null
    const attempt: Attempt = {
      state: newSecret(),
      nonce: newSecret(),
      verifier: newSecret(),
      to: ownPath(c.req.query('to')),
      ...(isAgain ? { again: inSeconds(c.var.now) } : {}),
    }
    writeCookie(c, 'signIn', JSON.stringify(attempt), ATTEMPT_LASTS)
    return c.redirect(await heard(c, authorizeUrl(c.var.parts.settings.signIn, attempt, callbackOf(c))), 303)
  })

  .get('/sign-in/callback', permit('GET /sign-in/callback'), async (c) => {
    const attempt = attemptFrom(readCookie(c, 'signIn'))
    dropCookie(c, 'signIn')
    const { code, state } = c.req.query()
    if (!attempt || !code || state !== attempt.state) return signInPage(c, 'STALE')

    const { settings, database } = c.var.parts
    const redeemed = await heard(c, redeem(settings.signIn, { code, attempt, callback: callbackOf(c) }))
    if (!redeemed.ok) {
      // Nobody is known yet, so there is no actor for the trail.
      console.error(JSON.stringify({ alert: 'sign_in_not_believed', because: redeemed.because, requestId: c.var.requestId }))
      return signInPage(c, 'STALE')
    }
    if (attempt.again !== undefined) {
      if (!isProof({ authTime: redeemed.authTime, began: attempt.again, now: inSeconds(c.var.now) })) {
        console.error(JSON.stringify({ alert: 'directory_did_not_ask', requestId: c.var.requestId }))
        return signInPage(c, 'STALE')
      }
      if (await prove(c, redeemed.directoryId)) return c.redirect(attempt.to, 303)
    }

    const loginKey = newSecret()
    const signedIn = await signIn(database, { directoryId: redeemed.directoryId, loginKey, context: c.var.context, spent: c.var.spent })
    if (!signedIn.ok) return signInPage(c, signedIn.because)

    if (c.var.who.loginKey !== '') await leave(c)
    dropCookie(c, 'session')
    writeCookie(c, 'login', await sealLogin({ operator: signedIn.operator, loginKey, expiresAt: signedIn.expiresAt }, settings.sessionKey))
    return c.redirect(attempt.to, 303)
  })

  .post('/sign-out', permit('POST /sign-out'), async (c) => {
    if (c.var.who.loginKey !== '') await leave(c)
    dropCookie(c, 'login')
    dropCookie(c, 'session')
    return c.redirect('/sign-in?out=1', 303)
  })

/** The same person came back: their sign-in goes on, confirmed anew, with its cookie and its session in a tenant. Anybody else, or a
 *  sign-in that is over, signs in as usual. */
async function prove(c: PortalContext, directoryId: string): Promise<boolean> {
  const { who, parts, context, spent } = c.var
  return who.loginKey !== '' && (await proveSignIn(parts.database, { directoryId, loginKey: who.loginKey, context, spent }))
}

/** Ends the sign-in that this browser shows, and the session it carries. Whoever signs in again leaves the old one first. */
async function leave(c: PortalContext) {
  const { who, parts, context, spent } = c.var
  const left = await signOut(parts.database, { loginKey: who.loginKey, context, spent })
  if (left) await tellInPassing(c, signInsOver(left.operatorId, left))
}

function signInPage(c: PortalContext, problem: SignInProblem | undefined) {
  const to = ownPath(c.req.query('to'))
  return c.html(
    <Plain title="Sign in" nonce={c.get('secureHeadersNonce') ?? ''} theme={themeOf(c)}>
      <SignIn
        start={to === '/' ? '/sign-in/start' : `/sign-in/start?to=${encodeURIComponent(to)}`}
        problem={problem}
        signedOut={c.req.query('out') === '1'}
        local={c.var.parts.settings.environment === 'local'}
      />
    </Plain>,
    problem === undefined ? 200 : problem === 'STALE' ? 400 : 403,
  )
}

/** The directory is somebody else's house. When it is silent that is not our database, and nothing of ours broke. */
async function heard<T>(c: PortalContext, asked: Promise<T>): Promise<T> {
  try {
    return await asked
  } catch (error) {
    console.error(
      JSON.stringify({
        alert: 'directory_unreachable',
        error: error instanceof Error ? error.name : 'unknown',
        requestId: c.var.requestId,
      }),
    )
    throw new HTTPException(503, { message: 'The company directory, where one signs in, cannot be reached. Try again in a moment.' })
  }
}

const inSeconds = (moment: Date) => Math.floor(moment.getTime() / 1000)

const callbackOf = (c: PortalContext) => `${new URL(c.req.url).origin}/sign-in/callback`

/** A path of ours and nothing else: `//evil.example` and `/\evil.example` lead elsewhere. */
function ownPath(to: string | undefined): string {
  return to !== undefined && /^\/(?![/\\])[\x21-\x7e]*$/.test(to) && !to.includes('\\') ? to : '/'
}

function attemptFrom(cookie: string | undefined): Attempt | null {
  try {
    const attempt = JSON.parse(cookie ?? '') as Partial<Attempt>
    const { state, nonce, verifier, to, again } = attempt
    const isWhole = [state, nonce, verifier, to].every((each) => typeof each === 'string') && ['number', 'undefined'].includes(typeof again)
    return isWhole ? { ...(attempt as Attempt), to: ownPath(to) } : null
  } catch {
    return null
  }
}
