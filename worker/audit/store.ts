/** Where checkpoints are kept, outside the database: put once and never again, not even by us. */
export type CheckpointStore = {
  /** False where something stands already; it stays as it was. */
  putOnce(key: string, text: string): Promise<boolean>
  get(key: string): Promise<string | undefined>
  /** Keys in their order, after one of them. */
  list(after: string, most: number): Promise<string[]>
}
