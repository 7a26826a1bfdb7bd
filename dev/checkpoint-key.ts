import { createPublicKey, generateKeyPairSync } from 'node:crypto'

/** `npm run checkpoint-key`: a new key for signing checkpoints and evidence packs. The secret goes into the Worker, the public half to
 *  whoever wants to check without trusting the portal's own word on its keys. */
export function newCheckpointKey(): { key: string; x: string } {
  const { privateKey } = generateKeyPairSync('ed25519')
  return {
    key: privateKey.export({ type: 'pkcs8', format: 'der' }).toString('base64'),
    x: createPublicKey(privateKey).export({ format: 'jwk' }).x as string,
  }
}

if (import.meta.main) {
  const { key, x } = newCheckpointKey()
  console.log(`CHECKPOINT_KEY (a secret: npx wrangler secret put CHECKPOINT_KEY --env production):\n${key}\n`)
  console.log(`Its public half (give it to auditors; when the key is replaced, add it to CHECKPOINT_RETIRED_KEYS):\n${x}`)
}
