/** The few messages of PostgreSQL's protocol 3.0 that open a connection: https://www.postgresql.org/docs/18/protocol-message-formats.html */

type Startup =
  | { kind: 'startup'; parameters: Map<string, string>; rest: Buffer }
  | { kind: 'ssl'; rest: Buffer }
  | { kind: 'cancel'; message: Buffer; rest: Buffer }

const sslRequest = 80877103
const gssRequest = 80877104
const cancelCode = 80877102

/** Takes the first message off the front, or nothing while it is incomplete. */
export function takeStartup(bytes: Buffer): Startup | undefined {
  if (bytes.length < 8) return undefined
  const length = bytes.readInt32BE(0)
  if (length < 8 || length > 10_000) throw new Error('not a startup message')
  if (bytes.length < length) return undefined
  const rest = bytes.subarray(length)
  const code = bytes.readInt32BE(4)
  if (code === sslRequest || code === gssRequest) return { kind: 'ssl', rest }
  if (code === cancelCode) return { kind: 'cancel', message: bytes.subarray(0, length), rest }
  const words = bytes.toString('utf8', 8, length - 1).split('\0')
  const parameters = new Map<string, string>()
  for (let i = 0; i + 1 < words.length; i += 2) if (words[i]) parameters.set(words[i]!, words[i + 1]!)
  return { kind: 'startup', parameters, rest }
}

export function takePassword(bytes: Buffer): { password: string; rest: Buffer } | undefined {
  if (bytes.length < 5) return undefined
  if (bytes[0] !== 0x70) throw new Error('not a password message')
  const length = bytes.readInt32BE(1)
  if (length < 5 || length > 10_000) throw new Error('not a password message')
  if (bytes.length < length + 1) return undefined
  return { password: bytes.toString('utf8', 5, length), rest: bytes.subarray(length + 1) }
}

/** CancelRequest: stops what the backend with this key is doing. Sent on a connection of its own. */
export const cancelRequest = (processID: number, secretKey: number) =>
  Buffer.concat([int32(16), int32(cancelCode), int32(processID), int32(secretKey)])

export const cleartextPassword = message('R', int32(3))
export const authenticationOk = message('R', int32(0))
export const readyForQuery = message('Z', Buffer.from('I'))
export const parameterStatus = (name: string, value: string) => message('S', text(name), text(value))
export const backendKey = (processID: number, secretKey: number) => message('K', int32(processID), int32(secretKey))
export const errorResponse = ({ severity, code, message: words }: { severity: string; code: string; message: string }) =>
  message('E', text(`S${severity}`), text(`V${severity}`), text(`C${code}`), text(`M${words}`), Buffer.of(0))

function message(type: string, ...parts: Buffer[]): Buffer {
  const body = Buffer.concat(parts)
  return Buffer.concat([Buffer.from(type), int32(body.length + 4), body])
}

function int32(value: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeInt32BE(value)
  return bytes
}

function text(value: string): Buffer {
  return Buffer.from(`${value}\0`)
}
