/** Those who wait for what may come: each looks again whenever something did, and nobody looks in between. */
export class Waiting {
  #those: (() => void)[] = []

  /** Fails with all that was heard when nothing satisfies for so long, in ms. */
  async until(satisfied: () => boolean, heard: () => unknown, patience: number): Promise<void> {
    const end = Date.now() + patience
    while (!satisfied()) {
      if (Date.now() > end) throw new Error(`not heard: ${JSON.stringify(heard())}`)
      await new Promise<void>((go) => {
        const tired = setTimeout(go, end - Date.now() + 1)
        this.#those.push(() => {
          clearTimeout(tired)
          go()
        })
      })
    }
  }

  stir() {
    for (const go of this.#those.splice(0)) go()
  }
}
