import { connect, type Socket } from 'node:net'
import pg from 'pg'
import type { RawData, WebSocket } from 'ws'
import type { Target } from './pools.ts'
import {
  authenticationOk,
  backendKey,
  cleartextPassword,
  errorResponse,
  parameterStatus,
  readyForQuery,
  takePassword,
  takeStartup,
} from './wire-messages.ts'

/**
 * PostgreSQL's own protocol inside WebSocket frames. Neon asks for the password in clear (inside TLS), and its driver sends it before
 * it is asked; an ordinary server wants SCRAM or md5. So the door speaks Neon's way to the driver, signs in at the real server
 * in whatever way that asks for (node-postgres knows them all, and TLS), and from then on only carries bytes.
 */
export function carryWire(socket: WebSocket, target: Target) {
  socket.binaryType = 'nodebuffer'
  let waiting: Buffer = Buffer.alloc(0)
  let startup: Map<string, string> | undefined
  let server: Socket | undefined
  let state: 'startup' | 'password' | 'signing in' | 'open' = 'startup'
  const close = () => {
    server?.destroy()
    socket.close()
  }

  const step = async () => {
    if (state === 'startup') {
      const taken = takeStartup(waiting)
      if (taken === undefined) return
      waiting = taken.rest
      if (taken.kind === 'ssl') return socket.send('N') // no TLS inside: the door listens on loopback only
      if (taken.kind === 'cancel')
        return void connect(target.port, target.host, function (this: Socket) {
          this.end(taken.message)
        }).on('error', () => {})
      startup = taken.parameters
      state = 'password'
      socket.send(cleartextPassword)
    }
    if (state === 'password') {
      const taken = takePassword(waiting)
      if (taken === undefined) return
      waiting = taken.rest
      state = 'signing in'
      server = await signIn(socket, target, startup!, taken.password)
      if (!server) return socket.close()
      state = 'open'
      server.on('data', (data) => socket.readyState === socket.OPEN && socket.send(data))
      server.on('close', close)
      server.on('error', close)
      if (socket.readyState !== socket.OPEN) return close()
      server.write(waiting)
    }
  }
  socket.on('message', (data: RawData) => {
    if (state === 'open') return server!.write(data as Buffer)
    waiting = Buffer.concat([waiting, data as Buffer])
    step().catch(close)
  })
  socket.on('close', close)
  socket.on('error', close)
}

async function signIn(socket: WebSocket, target: Target, startup: Map<string, string>, password: string): Promise<Socket | undefined> {
  const url = new URL(`postgresql://${target.host}:${target.port}/${target.parameters ?? ''}`)
  url.username = encodeURIComponent(startup.get('user') ?? '')
  url.password = encodeURIComponent(password)
  url.pathname = encodeURIComponent(startup.get('database') ?? startup.get('user') ?? '')
  const options = startup.get('options')
  const client = new pg.Client({
    connectionString: url.href,
    application_name: startup.get('application_name') ?? '',
    ...(options && { options }),
  })
  const { connection } = client as unknown as {
    connection: { stream: Socket; on(event: string, listener: (message: never) => void): void }
  }
  const greeting: Buffer[] = []
  connection.on('parameterStatus', ({ parameterName, parameterValue }: { parameterName: string; parameterValue: string }) =>
    greeting.push(parameterStatus(parameterName, parameterValue)),
  )
  connection.on('backendKeyData', ({ processID, secretKey }: { processID: number; secretKey: number }) =>
    greeting.push(backendKey(processID, secretKey)),
  )
  client.on('error', () => {})
  try {
    await client.connect()
  } catch (error) {
    const { code = '08006', severity = 'FATAL', message } = error as Partial<pg.DatabaseError>
    socket.send(errorResponse({ severity: severity ?? 'FATAL', code, message: message ?? 'no connection' }))
    return undefined
  }
  // Idle at this point, so nothing of the conversation is lost when node-postgres stops listening.
  connection.stream.removeAllListeners('data')
  socket.send(Buffer.concat([authenticationOk, ...greeting, readyForQuery]))
  return connection.stream
}
