import {
  type Audience,
  alertsView,
  allergiesView,
  censusView,
  labWorklistView,
  medicationsView,
  myAlertsView,
  ordersView,
  patientView,
  pharmacyQueueView,
  problemsView,
  resultsView,
  rooms,
  type View,
  type ViewRow,
  vitalsView,
} from '@wardline/events'
import { type Random, randomFrom, wardHistory } from '@wardline/events/testing'
import { vi } from 'vitest'
import type { FuzzClient, ListSpec } from './fuzz-client.ts'
import { FuzzServer } from './fuzz-server.ts'
import { calm, FaultyNetwork, type Weather } from './network.ts'

const list = (view: unknown, room: ListSpec['room'], limit = 1000): ListSpec => ({ view: view as View<ViewRow>, room, limit })

/** Short, so that rows move into and out of pages in every story. */
const PAGE = 3

const ofPatient = (patient: string): readonly ListSpec[] => {
  const room = rooms.patient(patient)
  return [
    list(patientView, room),
    list(ordersView, room, PAGE),
    list(resultsView, room, PAGE),
    list(medicationsView, room, PAGE),
    list(vitalsView, room, PAGE),
    list(allergiesView, room),
    list(problemsView, room),
    list(alertsView, room, PAGE),
  ]
}

/** The lists that each audience opens and closes. */
const everything = [...ofPatient('p-0'), ...ofPatient('p-1')]
const mayRead = (audience: Audience) => (one: ListSpec) => one.view.audiences.includes(audience)
const listsOf: Record<'care' | 'pharmacy' | 'laboratory', readonly ListSpec[]> = {
  care: [
    ...everything,
    list(censusView, rooms.unit('ward-3')),
    list(censusView, rooms.unit('ward-5')),
    list(myAlertsView, rooms.user('u-amal'), PAGE),
  ],
  pharmacy: [...everything, list(pharmacyQueueView, rooms.pharmacyQueue, PAGE)].filter(mayRead('pharmacy')),
  laboratory: [...everything, list(labWorklistView, rooms.labWorklist, PAGE)].filter(mayRead('laboratory')),
}

const storm: Weather = { lost: 0.04, doubled: 0.06, overtaken: 0.08 }
/** Longer than the longest reconnect delay, a late acknowledgement and a tick together. */
const HEALING_MS = 90_000

export type MakeFuzzClient = (parts: {
  readonly audience: Audience
  readonly server: FuzzServer
  readonly network: FaultyNetwork
  readonly chance: Random
}) => FuzzClient

export interface StoryResult {
  readonly faults: readonly string[]
  readonly compared: number
  readonly events: number
}

/**
 * Runs one seeded story in virtual time: two patients, three clients, a bad network, a server that restarts, a log that is
 * restored from a backup or trimmed. Then the network recovers, and every open list must equal a fresh read. The same
 * seed gives the same story.
 */
export async function runStory(seed: number, makeClient: MakeFuzzClient): Promise<StoryResult> {
  const chance = randomFrom(seed)
  // The jitter of reconnect delays (RT16) comes from the seed too.
  vi.spyOn(Math, 'random').mockImplementation(chance.next)
  const server = new FuzzServer(chance)
  const events = wardHistory(seed, { length: 45 })
  for (const event of events.slice(0, 8)) server.commit(event)
  await vi.advanceTimersByTimeAsync(1_000)

  const readers = (['care', 'pharmacy', 'laboratory'] as const).map((audience) => {
    const client = makeClient({ audience, server, network: new FaultyNetwork(chance, storm), chance })
    return { client, lists: listsOf[audience] }
  })
  for (const { client, lists } of readers) for (const one of lists) if (chance.happens(0.3)) client.open(one)

  for (const event of events.slice(8)) {
    server.commit(event)
    await vi.advanceTimersByTimeAsync(chance.below(chance.happens(0.1) ? 8_000 : 400))
    const { client, lists } = chance.oneOf(readers)
    const one = chance.oneOf(lists)
    chance.oneOf([
      () => client.open(one),
      () => client.open(one),
      () => client.close(one),
      () => void client.more(one),
      () => client.network.cut(),
      () => {
        client.network.isUnplugged = !client.network.isUnplugged
        if (client.network.isUnplugged) client.network.cut()
      },
      () => chance.happens(0.5) && (server.isUp ? server.stop() : server.start()),
      () => chance.happens(0.1) && server.isUp && server.restore(chance.below(6)),
      () => chance.happens(0.1) && server.isUp && server.restoreRunning(chance.below(6)),
      () => server.stall(chance.below(14_000)),
      () => chance.happens(0.3) && server.trim(chance.below(10) + 1),
      () => {},
    ])()
  }

  if (!server.isUp) server.start()
  for (const { client } of readers) {
    client.network.weather = calm
    client.network.isUnplugged = false
  }
  await vi.advanceTimersByTimeAsync(HEALING_MS)

  const faults: string[] = []
  let compared = 0
  for (const { client } of readers) {
    faults.push(...client.faults.map((fault) => `${client.audience}: ${fault}`))
    if (client.state !== 'live') faults.push(`${client.audience} is ${client.state} although the network recovered`)
    for (const one of client.lists) {
      compared += 1
      const difference = differenceOf(client, one, server)
      if (difference) faults.push(`${client.audience}: ${one.view.name} of ${one.room} ${difference}`)
    }
    client.end()
  }
  vi.clearAllTimers()
  return { faults, compared, events: events.length }
}

/** Returns how an open list differs from a fresh read; null when it does not. */
function differenceOf(client: FuzzClient, one: ListSpec, server: FuzzServer): string | null {
  const shown = client.shown(one)
  if (!shown) return 'was never read'
  const fresh = server.snapshot(one.view, one.room, { fresh: true })
  if (shown.asOf.epoch !== fresh.asOf.epoch) return 'is of another epoch'
  const expected = shown.nextCursor === null ? fresh.rows : fresh.rows.slice(0, shown.rows.length)
  const [a, b] = [JSON.stringify(shown.rows), JSON.stringify(expected)]
  if (a === b) return null
  const ids = (rows: readonly ViewRow[]) => rows.map((row) => `${row.id}@${row.versionId}`).join(' ')
  return `shows [${ids(shown.rows)}] and should show [${ids(expected)}] (shown at ${shown.asOf.seq}, log at ${fresh.asOf.seq}${shown.nextCursor ? ', first pages' : ''})`
}
