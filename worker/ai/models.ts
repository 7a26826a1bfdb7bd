import { offlineModel } from '#worker/ai/providers/offline.ts'
import { remoteModel } from '#worker/ai/providers/remote.ts'
import type { Model } from '#worker/ai/rules/model.ts'
import type { AiSettings } from '#worker/ai/rules/settings.ts'

/** The model that this portal is configured with. `binding`: Workers AI, where it is the one. */
export function modelFrom({ provider }: AiSettings, binding: unknown): Model {
  return provider.kind === 'offline' ? offlineModel() : remoteModel(provider, binding)
}
