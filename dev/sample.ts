import { existsSync } from 'node:fs'
import { withOwner } from '#dev/logins.ts'
import { checkout } from '#dev/paths.ts'

type Load = (ownerUrl: string, options: { profile: 'S'; onProgress?: (line: string) => void }) => Promise<unknown>

/** Resolves with what is true of the data. */
export async function loadSampleData(ownerUrl: string, onProgress?: (line: string) => void): Promise<unknown> {
  const file = `${checkout}drizzle/sample/load.ts`
  if (!existsSync(file)) {
    console.warn('NO SAMPLE DATA: drizzle/sample/load.ts does not exist; the portal starts empty.')
    return null
  }
  const { loadSample } = (await import(/* @vite-ignore */ file)) as { loadSample: Load }
  return loadSample(ownerUrl, { profile: 'S', ...(onProgress && { onProgress }) })
}

export async function hasTenants(ownerUrl: string): Promise<boolean> {
  return withOwner(ownerUrl, async (owner) => {
    const { rows } = await owner.query<{ some: boolean }>('select exists (select from public.tenant) as some')
    return rows[0]?.some ?? false
  })
}
