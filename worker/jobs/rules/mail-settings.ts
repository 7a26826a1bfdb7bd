/** Where letters go: kept on this machine, or to a provider that takes them over HTTP. */
export type MailSettings = { kind: 'keep' } | { kind: 'http'; url: string; key: string; from: string }
