/** How long a request waits for the operator's desk, in ms. */
const PATIENCE = 2_000

/** The desk's answer, or an error when it takes too long. */
export async function within<T>(answer: Promise<T>): Promise<T> {
  let timer: number | null = null
  const silence = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('desk_silent')), PATIENCE)
  })
  try {
    return await Promise.race([answer, silence])
  } finally {
    clearTimeout(timer)
  }
}
