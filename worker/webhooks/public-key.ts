/** `whpk_…`, as it is given for v1a. Throws for what is no key. */
export const publicKeyFrom = (text: string): Promise<CryptoKey> =>
  crypto.subtle.importKey('raw', bytesOf(text.replace(/^whpk_/, '')), { name: 'Ed25519' }, false, ['verify'])

export const bytesOf = (text: string) => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0))
