/** Which model answers, and how much a tenant's people may ask of it in a day, in tokens. */
export type AiSettings = {
  provider:
    | { kind: 'offline' }
    | { kind: 'workers-ai'; model: string }
    | { kind: 'openai-compatible'; url: string; key: string | undefined; model: string }
    | { kind: 'anthropic'; url: string | undefined; key: string; model: string }
  tenantBudget: number
}
