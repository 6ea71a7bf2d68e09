import { connect, type NatsConnection } from '@nats-io/transport-node'

/** A NATS system, reached or not at this moment. */
export interface Nats {
  readonly connection: NatsConnection
  readonly connected: boolean
  /** Told of every loss and every return. Answers how to stop listening. */
  onChange(listener: (connected: boolean) => void): () => void
  close(): Promise<void>
}

export interface NatsPlace {
  /** Servers of one system, separated by commas; a name and password may stand in the first. */
  readonly url: string
  /** How this process shows in NATS's own monitoring. */
  readonly name: string
}

/** Two silent beats and the line counts as dead: half-open lines say nothing by themselves. */
const PING_MS = 2_000
const SILENT_PINGS = 2
const CONNECT_WITHIN_MS = 3_000
/** All processes lose it together and must not come back in one moment. */
const AGAIN = { wait: 250, jitter: 500 }

const credentialsIn = (url: string) => {
  const { username, password } = new URL(url)
  return username ? { user: decodeURIComponent(username), pass: decodeURIComponent(password) } : {}
}
const withoutCredentials = (url: string) => {
  const { protocol, host } = new URL(url)
  return `${protocol}//${host}`
}

/** Connects once. What breaks later heals by itself, however long it takes. @throws when it cannot be reached now. */
export async function connectNats({ url, name }: NatsPlace): Promise<Nats> {
  const servers = url.split(',').map((one) => one.trim())
  const connection = await connect({
    servers: servers.map(withoutCredentials),
    ...credentialsIn(servers[0] ?? ''),
    name,
    // What this process tells it has told itself already.
    noEcho: true,
    timeout: CONNECT_WITHIN_MS,
    maxReconnectAttempts: -1,
    reconnectTimeWait: AGAIN.wait,
    reconnectJitter: AGAIN.jitter,
    pingInterval: PING_MS,
    maxPingOut: SILENT_PINGS,
  })
  const listeners = new Set<(connected: boolean) => void>()
  let connected = true
  const becomes = (now: boolean) => {
    if (now === connected) return
    connected = now
    for (const listener of listeners) listener(now)
  }
  void (async () => {
    for await (const { type } of connection.status()) {
      if (type === 'disconnect' || type === 'staleConnection') becomes(false)
      if (type === 'reconnect') becomes(true)
    }
    becomes(false)
  })()

  return {
    connection,
    get connected() {
      return connected
    },
    onChange(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    // What was told last still leaves; a system that is away is not waited for.
    close: () => (connected && !connection.isClosed() ? connection.drain() : connection.close()),
  }
}
