import { jetstream } from '@nats-io/jetstream'
import { connect, headers } from '@nats-io/transport-node'
import type { Transport } from '@wardline/events/publisher'

/** Publishes with NATS JetStream; a publication resolves once the stream has stored the message. */
export interface NatsTransport extends Transport {
  close(): Promise<void>
}

/**
 * @param url `nats://user:password@host:4222` with this system's user (deploy/nats/permissions.conf), which may publish on
 * its own subjects and receive replies in its own inbox.
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
    publish(subject, body, extraHeaders) {
      const messageHeaders = headers()
      for (const [name, value] of Object.entries(extraHeaders)) messageHeaders.set(name, value)
      return stream.publish(subject, body, { headers: messageHeaders })
    },
    close: () => connection.drain(),
  }
}
