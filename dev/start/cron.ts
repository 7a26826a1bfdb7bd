/** `wrangler dev` never fires a cron trigger; this does, at the full minute, as Cloudflare would. */
export function everyMinute(workerUrl: string): () => void {
  let timer: NodeJS.Timeout
  const fire = () => {
    fetch(`${workerUrl}/cdn-cgi/local/scheduled?cron=${encodeURIComponent('* * * * *')}`, { signal: AbortSignal.timeout(50_000) }).catch(
      () => {},
    )
    next()
  }
  const next = () => {
    timer = setTimeout(fire, 60_000 - (Date.now() % 60_000))
  }
  next()
  return () => clearTimeout(timer)
}
