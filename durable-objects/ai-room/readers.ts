import type { Runs } from '#objects/ai-room/runs.ts'

type Reader = { run: string; next: number; controller: ReadableStreamDefaultController<Uint8Array> }

/** Pages that read along: each has the chunks from where it asked, and then every next one until the end. */
export class Readers {
  readonly #open = new Set<Reader>()
  readonly #runs: Runs
  constructor(runs: Runs) {
    this.#runs = runs
  }

  /** `left`: the page went away before the end. */
  open(run: string, from: number, left: () => Promise<void>): ReadableStream<Uint8Array> {
    let reader: Reader | undefined
    return new ReadableStream<Uint8Array>({
      start: (controller) => {
        reader = { run, next: from, controller }
        this.#open.add(reader)
        this.#tell(reader)
      },
      cancel: () => {
        if (reader) this.#open.delete(reader)
        return left()
      },
    })
  }

  isRead(run: string): boolean {
    return [...this.#open].some((reader) => reader.run === run)
  }

  tell() {
    for (const reader of this.#open) this.#tell(reader)
  }

  #tell(reader: Reader) {
    const run = this.#runs.find(reader.run)
    for (const text of this.#runs.chunks(reader.run, reader.next)) {
      reader.controller.enqueue(new TextEncoder().encode(text))
      reader.next += 1
    }
    if (run?.state === 'running') return
    this.#open.delete(reader)
    reader.controller.close()
  }
}
