/** Those who wait for what may come: each looks again whenever something did, and nobody looks in between. */
export class Waiting {
  readonly #those = new Set<() => void>()

  /** Fails with all that was heard when nothing satisfies for so long, in ms. */
  async until(satisfied: () => boolean, heard: () => unknown, patience: number): Promise<void> {
    if (satisfied()) return
    await new Promise<void>((go, fail) => {
      // One for all that comes: there may be ten thousand frames.
      const tired = setTimeout(() => {
        this.#those.delete(look)
        fail(new Error(`not heard: ${JSON.stringify(heard())}`))
      }, patience)
      const look = () => {
        try {
          if (!satisfied()) return
          go()
        } catch (error) {
          fail(error)
        }
        this.#those.delete(look)
        clearTimeout(tired)
      }
      this.#those.add(look)
    })
  }

  stir() {
    for (const look of this.#those) look()
  }
}
