/** How a provider puts an answer on the line: what comes first, each few words, and the end with what it costs (7 tokens in, 3 out). */
export type Dialect = { begin: string; chunk: (text: string) => string; finish: string }

const data = (body: object) => `data: ${JSON.stringify(body)}\n\n`

export const OPENAI: Dialect = {
  begin: '',
  chunk: (content) => data({ id: 'x', choices: [{ index: 0, delta: { content } }] }),
  finish: `${data({
    id: 'x',
    choices: [{ index: 0, delta: {}, finish_reason: 'stop' }],
    usage: { prompt_tokens: 7, completion_tokens: 3, total_tokens: 10 },
  })}data: [DONE]\n\n`,
}

const event = (type: string, more: object = {}) => `event: ${type}\n${data({ type, ...more })}`

/** As recorded from the Messages API, with a ping in the middle as it sends one. */
export const ANTHROPIC: Dialect = {
  begin:
    event('message_start', {
      message: {
        ...{ id: 'msg_x', type: 'message', role: 'assistant', model: 'm', content: [] },
        ...{ stop_reason: null, stop_sequence: null, usage: { input_tokens: 7, output_tokens: 1 } },
      },
    }) +
    event('content_block_start', { index: 0, content_block: { type: 'text', text: '' } }) +
    event('ping'),
  chunk: (text) => event('content_block_delta', { index: 0, delta: { type: 'text_delta', text } }),
  finish:
    event('content_block_stop', { index: 0 }) +
    event('message_delta', { delta: { stop_reason: 'end_turn', stop_sequence: null }, usage: { output_tokens: 3 } }) +
    event('message_stop'),
}
