import { NatsServer } from '@wardline/test-kit/servers/nats'
import { PostgresServer } from '@wardline/test-kit/servers/postgres'
import { findServers } from '@wardline/test-kit/servers/programs'

/** The database and bus that the processes of a case use. */
export interface Environment {
  /** Environment variables of a product process; processes with the same variables serve the same hospital. */
  readonly settings: Readonly<Record<string, string>>
  /** Allocates storage for a baseline server. */
  allocate(folder: string): Promise<DataLocation>
  stop(): Promise<void>
}

export interface DataLocation {
  readonly folder: string
  /** A separate database on the product's PostgreSQL server; without it the server uses an embedded database in the folder. */
  readonly databaseUrl?: string
  /** Address of the bus; without it the server runs alone. */
  readonly natsUrl?: string
}

/** Each process runs alone with its data folder. */
export const embedded = async (): Promise<Environment> => ({ settings: {}, allocate: async (folder) => ({ folder }), stop: async () => {} })

/** Durable as in production, on both sides of every comparison. */
const POSTGRES_SETTINGS = { fsync: 'on', shared_buffers: '128MB' }

/** PostgreSQL and NATS for one case, in temporary folders. */
export async function onServers(): Promise<Environment> {
  const [postgres, nats] = await Promise.all([PostgresServer.start(POSTGRES_SETTINGS), NatsServer.start()])
  return {
    settings: { DATABASE_URL: await postgres.database(), NATS_URL: nats.url },
    allocate: async (folder) => ({ folder, databaseUrl: await postgres.database(), natsUrl: nats.url }),
    stop: async () => void (await Promise.all([postgres.stop(), nats.stop()])),
  }
}

/** Returns a message when servers are not installed, else null. */
export function missingServers(): string | null {
  const { postgres, nats } = findServers()
  const missing = [...(postgres ? [] : ['PostgreSQL']), ...(nats ? [] : ['nats-server'])]
  return missing.length > 0 ? `${missing.join(' and ')} not installed: install to measure on servers.` : null
}
