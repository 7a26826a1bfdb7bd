import type { Timers } from '#objects/user-room/timers.ts'

/** What comes due here: of a socket's token `warn` and `expire`, of a run `unwatched`, `note` and `forget`, and of the room `prune`. */
export type TimerKind = 'warn' | 'expire' | 'unwatched' | 'note' | 'forget' | 'prune'
export type RoomTimers = Timers<TimerKind>
