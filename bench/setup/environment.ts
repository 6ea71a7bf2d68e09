import { NatsServer } from '@wardline/test-kit/servers/nats'
import { PostgresServer } from '@wardline/test-kit/servers/postgres'
import { findServers } from '@wardline/test-kit/servers/programs'

/** What the processes of a line stand on. */
export interface Environment {
  /** Variables of a product process; all that are given them serve one hospital. */
  readonly settings: Readonly<Record<string, string>>
  /** What a server of the bench is told of the place where it keeps what it keeps. */
  place(folder: string): Promise<EnvironmentName>
  leave(): Promise<void>
}

export interface EnvironmentName {
  readonly folder: string
  /** A database of its own on the server that the product uses as well; without it the folder is one. */
  readonly databaseUrl?: string
  /** Where its bus is; without it its own process is all there is. */
  readonly natsUrl?: string
}

/** Each process alone with its data folder. */
export const embedded = async (): Promise<Environment> => ({ settings: {}, place: async (folder) => ({ folder }), leave: async () => {} })

/** As durable as an operator runs it, on both sides of every comparison. */
const SETTINGS = { fsync: 'on', shared_buffers: '128MB' }

/** A PostgreSQL and a NATS of the line's own, in temporary folders. */
export async function onServers(): Promise<Environment> {
  const [postgres, nats] = await Promise.all([PostgresServer.start(SETTINGS), NatsServer.start()])
  return {
    settings: { DATABASE_URL: await postgres.database(), NATS_URL: nats.url },
    place: async (folder) => ({ folder, databaseUrl: await postgres.database(), natsUrl: nats.url }),
    leave: async () => void (await Promise.all([postgres.stop(), nats.stop()])),
  }
}

/** Why this machine has no servers to stand on, in one sentence; null when it has. */
export function missingServers(): string | null {
  const { postgres, nats } = findServers()
  const missing = [...(postgres ? [] : ['PostgreSQL']), ...(nats ? [] : ['nats-server'])]
  return missing.length > 0 ? `${missing.join(' and ')} cannot be found: install what is missing to measure on servers.` : null
}
