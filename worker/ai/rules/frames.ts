/** Words are put together until a frame is due: a model that speaks in syllables wakes nobody for each. In ms. */
export const FRAME_EVERY = 40

/** How long what has just arrived may wait for more, when the last frame went out at that moment. */
export const waitFor = (lastFrame: number, now: number) => Math.max(0, lastFrame + FRAME_EVERY - now)
