import path from 'node:path'
import { fileURLToPath } from 'node:url'

/** The checkout, with a trailing slash. */
export const checkout = fileURLToPath(new URL('..', import.meta.url))

/** What a start keeps: the database cluster, local secrets, the Worker's local storage. `npm run reset` clears it.
 *  `PORTAL_DATA_DIR` keeps it elsewhere, for a second portal beside the first. */
export const dataDir = process.env.PORTAL_DATA_DIR ? `${path.resolve(process.env.PORTAL_DATA_DIR)}/` : `${checkout}.data/`

export const clusterDir = `${dataDir}postgres`
