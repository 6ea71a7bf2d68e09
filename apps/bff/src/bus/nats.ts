import { connect, type NatsConnection } from '@nats-io/transport-node'

/** A NATS connection that reconnects by itself. */
export interface Nats {
  readonly connection: NatsConnection
  readonly connected: boolean
  /** Calls the listener on every disconnect and reconnect. Returns a function that removes it. */
  onChange(listener: (connected: boolean) => void): () => void
  close(): Promise<void>
}

export interface NatsConfig {
  /** Servers of one cluster, separated by commas; the first may contain user name and password. */
  readonly url: string
  /** Client name in NATS's own monitoring. */
  readonly name: string
}

/** Ping interval; the connection counts as dead after two unanswered pings, which detects half-open connections. */
const PING_MS = 2_000
const SILENT_PINGS = 2
const CONNECT_WITHIN_MS = 3_000
/** Reconnect delay with jitter: all instances disconnect together and must not reconnect in one moment. */
const RECONNECT = { wait: 250, jitter: 500 }

const credentialsIn = (url: string) => {
  const { username, password } = new URL(url)
  return username ? { user: decodeURIComponent(username), pass: decodeURIComponent(password) } : {}
}
const withoutCredentials = (url: string) => {
  const { protocol, host } = new URL(url)
  return `${protocol}//${host}`
}

/** Connects once; later disconnects are repaired in the background without limit. Throws when NATS is unreachable now. */
export async function connectNats({ url, name }: NatsConfig): Promise<Nats> {
  const servers = url.split(',').map((one) => one.trim())
  const connection = await connect({
    servers: servers.map(withoutCredentials),
    ...credentialsIn(servers[0] ?? ''),
    name,
    // This process dispatches its own signals locally.
    noEcho: true,
    timeout: CONNECT_WITHIN_MS,
    maxReconnectAttempts: -1,
    reconnectTimeWait: RECONNECT.wait,
    reconnectJitter: RECONNECT.jitter,
    pingInterval: PING_MS,
    maxPingOut: SILENT_PINGS,
  })
  const listeners = new Set<(connected: boolean) => void>()
  let connected = true
  const setConnected = (now: boolean) => {
    if (now === connected) return
    connected = now
    for (const listener of listeners) listener(now)
  }
  void (async () => {
    for await (const { type } of connection.status()) {
      if (type === 'disconnect' || type === 'staleConnection') setConnected(false)
      if (type === 'reconnect') setConnected(true)
    }
    setConnected(false)
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
    // Pending messages are still sent; a disconnected server is not waited for.
    close: () => (connected && !connection.isClosed() ? connection.drain() : connection.close()),
  }
}
