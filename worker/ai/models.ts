import { offlineModel } from '#worker/ai/providers/offline.ts'
import type { Model } from '#worker/ai/rules/model.ts'
import type { AiSettings } from '#worker/ai/rules/settings.ts'

/** The model that this portal is configured with. `binding`: Workers AI, where it is the one. */
export function modelFrom({ provider }: AiSettings, binding: unknown): Model {
  if (provider.kind === 'offline') return offlineModel()
  return {
    name: provider.model,
    label: provider.model,
    async *stream(prompt, signal) {
      // Run once it is needed: what providers bring along would be more than half of what a Worker does before its first page.
      const { remoteModel } = await import('#worker/ai/providers/remote.ts')
      yield* remoteModel(provider, binding).stream(prompt, signal)
    },
  }
}
