import { JetStreamApiError, type JetStreamManager, jetstreamManager, type StreamInfo } from '@nats-io/jetstream'
import { nanos } from '@nats-io/transport-node'
import { eventTopics, inboundSubjects, streamOf, topics } from '@wardline/events'
import type { Nats } from './nats.ts'

/** One stream as it ought to be. Everything else of it is NATS's own default or an operator's choice. */
interface Wanted {
  readonly name: string
  readonly subjects: string[]
  readonly retentionDays: number
}

/** Messages of other systems wait here until they are taken in. */
export const INBOUND_STREAM = 'inbound-events'
const INBOUND_DAYS = 7

const wanted: readonly Wanted[] = [
  ...eventTopics.map((topic) => ({
    name: streamOf(topic),
    subjects: [topics[topic].subjects],
    retentionDays: topics[topic].retentionDays,
  })),
  { name: INBOUND_STREAM, subjects: [...inboundSubjects], retentionDays: INBOUND_DAYS },
]

const DAY_MS = 86_400_000
/** A message repeated within it is dropped by NATS; what comes later is recognised by its id where it is taken in. */
const DUPLICATES_MS = 10 * 60_000
const NOT_FOUND = 10_059
/** Another process made it in the same moment. */
const ALREADY = 10_058

const configOf = ({ name, subjects, retentionDays }: Wanted, replicas: number) => ({
  name,
  subjects,
  max_age: nanos(retentionDays * DAY_MS),
  duplicate_window: nanos(DUPLICATES_MS),
  num_replicas: replicas,
})

const codeOf = (error: unknown) => (error instanceof JetStreamApiError ? error.code : null)

async function ensure(manager: JetStreamManager, stream: Wanted, replicas: number): Promise<void> {
  const config = configOf(stream, replicas)
  try {
    const { config: found } = await manager.streams.info(stream.name)
    const same =
      found.max_age === config.max_age &&
      found.duplicate_window === config.duplicate_window &&
      found.num_replicas === config.num_replicas &&
      JSON.stringify([...(found.subjects ?? [])].sort()) === JSON.stringify([...config.subjects].sort())
    if (!same) await manager.streams.update(stream.name, config)
  } catch (error) {
    if (codeOf(error) !== NOT_FOUND) throw error
    await manager.streams.add(config).catch((reason) => {
      if (codeOf(reason) !== ALREADY) throw reason
    })
  }
}

/** Creates or updates every stream; doing it again, or in several processes at once, changes nothing. @throws while NATS is away. */
export async function ensureStreams({ connection }: Nats, replicas: number): Promise<void> {
  const manager = await jetstreamManager(connection)
  for (const stream of wanted) await ensure(manager, stream, replicas)
}

/** Where a stream stands: which life it lives and the newest message it has. */
export interface StreamState {
  readonly stream: string
  readonly life: string
  readonly last: number
}

const stateOf = ({ config: { name }, created, state }: StreamInfo): StreamState => ({ stream: name, life: created, last: state.last_seq })

/** Of every topic's stream that exists. */
export async function streamStates({ connection }: Nats): Promise<readonly StreamState[]> {
  const manager = await jetstreamManager(connection)
  const names = new Set(eventTopics.map(streamOf))
  const found: StreamState[] = []
  for await (const info of manager.streams.list()) if (names.has(info.config.name)) found.push(stateOf(info))
  return found
}
