import { jetstream } from '@nats-io/jetstream'
import { connect, headers } from '@nats-io/transport-node'
import type { Transport } from '@wardline/events/publisher'

/** Messages by NATS JetStream: each is answered once the stream has it. */
export interface NatsTransport extends Transport {
  close(): Promise<void>
}

/**
 * @param url `nats://user:password@host:4222`, the user being this system's own (deploy/nats/permissions.conf): it may
 * publish on its own subjects and hear answers in its own inbox.
 */
export async function natsTransport(url: string): Promise<NatsTransport> {
  const { username, password, protocol, host } = new URL(url)
  const connection = await connect({
    servers: `${protocol}//${host}`,
    ...(username
      ? { user: decodeURIComponent(username), pass: decodeURIComponent(password), inboxPrefix: `_INBOX_${decodeURIComponent(username)}` }
      : {}),
  })
  const stream = jetstream(connection)
  return {
    publish(subject, body, given) {
      const carried = headers()
      for (const [name, value] of Object.entries(given)) carried.set(name, value)
      return stream.publish(subject, body, { headers: carried })
    },
    close: () => connection.drain(),
  }
}
