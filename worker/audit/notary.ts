import type { CheckpointStore } from '#worker/audit/store.ts'
import { isSignedBy, type PublicKey, publicKeyOf, type Signer, signerFrom } from '#worker/audit/rules/signing.ts'

/** The key of the deployment, and those it had before: what they signed stays signed. */
export type NotaryKeys = { key: string; retired: readonly string[] }

/** Who signs checkpoints, and where they are put. */
export type Notary = {
  store: CheckpointStore
  signer(): Promise<Signer>
  /** Ours, by a key of today or of before. */
  isOurs(signed: { document: string; keyId: string; signature: string }): Promise<boolean>
}

export function notaryFrom(keys: NotaryKeys, store: CheckpointStore): Notary {
  return {
    store,
    signer: () => signerFrom(keys.key),
    async isOurs({ document, keyId, signature }) {
      const known = (await publicKeysOf(keys)).find((each) => each.keyId === keyId)
      return known !== undefined && isSignedBy(known, document, signature)
    },
  }
}

/** The one that signs stands first. */
export async function publicKeysOf({ key, retired }: NotaryKeys): Promise<PublicKey[]> {
  const { keyId, x } = await signerFrom(key)
  return [{ keyId, x }, ...(await Promise.all(retired.map(publicKeyOf)))]
}
