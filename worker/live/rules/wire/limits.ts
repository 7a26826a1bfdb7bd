/** What one client's connection may be, and for how long. Times in ms, sizes in bytes. */

/** We ask this often whether somebody is there; whoever says nothing for so long afterwards is gone. */
export const PING_EVERY = 25_000
export const PONG_WITHIN = 20_000

/** The largest frame in either direction: an event is ids and sentences, never a file. */
export const MAX_PAYLOAD = 64 * 1024
/** Arrays in objects in arrays, down to here. What is deeper cannot even be written down again without running out of stack. */
export const MAX_DEPTH = 16

/** A connection that is let in nowhere is nobody's. */
export const CONNECT_WITHIN = 45_000
/** The Worker that holds a connection has one budget of computing time for all of it, so a client is asked to come back before that ends. */
export const LONGEST = 12 * 60 * 60 * 1000
export const MOST_FRAMES = 20_000

/** What a client may send at once, and per second in the long run. People press buttons; a loop is told so. */
export const BURST = 100
export const PER_SECOND = 20
/** Whoever goes on for so many frames after being told is sent away for a while. */
export const MOST_IGNORED = 500

/** How often a client that is sent a lot is asked how far it has read, in characters. */
export const MARK_EVERY = 64 * 1024
/** More than this unread, and its rooms are asked to stop. */
export const MOST_UNREAD = 256 * 1024
/** What may wait here for a client: what a room had on its way when it was asked to stop fits in. In bytes where the runtime knows,
 *  else what is unread. */
export const MOST_KEPT = 16 * 1024 * 1024
