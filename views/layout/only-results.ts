import { createContext } from 'hono/jsx'

/** A swap of the results leaves the filters where they stand; they are not sent along, long choices least of all. */
export const OnlyResults = createContext(false)
