import { JetStreamApiError, type JetStreamManager, jetstreamManager, type StreamInfo } from '@nats-io/jetstream'
import { nanos } from '@nats-io/transport-node'
import { eventTopics, inboundSubjects, streamOf, topics } from '@wardline/events'
import type { Nats } from './nats.ts'

/** Required settings of a stream. All others are NATS defaults or the operator's choice. */
interface StreamSpec {
  readonly name: string
  readonly subjects: string[]
  readonly retentionDays: number
}

/** Stream of messages from other systems. */
export const INBOUND_STREAM = 'inbound-events'
const INBOUND_DAYS = 7

const streamSpecs: readonly StreamSpec[] = [
  ...eventTopics.map((topic) => ({
    name: streamOf(topic),
    subjects: [topics[topic].subjects],
    retentionDays: topics[topic].retentionDays,
  })),
  { name: INBOUND_STREAM, subjects: [...inboundSubjects], retentionDays: INBOUND_DAYS },
]

const DAY_MS = 86_400_000
/** NATS drops duplicates within this window; later ones are recognised by their id when they are processed. */
const DUPLICATE_WINDOW_MS = 10 * 60_000
const NOT_FOUND = 10_059
/** Created by another instance at the same moment. */
const NAME_IN_USE = 10_058

const configOf = ({ name, subjects, retentionDays }: StreamSpec, replicas: number) => ({
  name,
  subjects,
  max_age: nanos(retentionDays * DAY_MS),
  duplicate_window: nanos(DUPLICATE_WINDOW_MS),
  num_replicas: replicas,
})

const codeOf = (error: unknown) => (error instanceof JetStreamApiError ? error.code : null)

async function ensure(manager: JetStreamManager, stream: StreamSpec, replicas: number): Promise<void> {
  const config = configOf(stream, replicas)
  try {
    const { config: found } = await manager.streams.info(stream.name)
    const isUpToDate =
      found.max_age === config.max_age &&
      found.duplicate_window === config.duplicate_window &&
      found.num_replicas === config.num_replicas &&
      JSON.stringify([...(found.subjects ?? [])].sort()) === JSON.stringify([...config.subjects].sort())
    if (!isUpToDate) await manager.streams.update(stream.name, config)
  } catch (error) {
    if (codeOf(error) !== NOT_FOUND) throw error
    await manager.streams.add(config).catch((reason) => {
      if (codeOf(reason) !== NAME_IN_USE) throw reason
    })
  }
}

/** Creates or updates all streams; idempotent, also from several instances at once. Throws while NATS is unreachable. */
export async function ensureStreams({ connection }: Nats, replicas: number): Promise<void> {
  const manager = await jetstreamManager(connection)
  for (const stream of streamSpecs) await ensure(manager, stream, replicas)
}

/** State of a stream: its creation time as identity, and its last sequence number. */
export interface StreamState {
  readonly stream: string
  readonly life: string
  readonly last: number
}

const stateOf = ({ config: { name }, created, state }: StreamInfo): StreamState => ({ stream: name, life: created, last: state.last_seq })

/** Returns the state of every existing topic stream. */
export async function streamStates({ connection }: Nats): Promise<readonly StreamState[]> {
  const manager = await jetstreamManager(connection)
  const names = new Set(eventTopics.map(streamOf))
  const found: StreamState[] = []
  for await (const info of manager.streams.list()) if (names.has(info.config.name)) found.push(stateOf(info))
  return found
}
