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
import { chanceFrom, wardHistory } from '@wardline/events/testing'
import { vi } from 'vitest'
import { Cable, calm, type Weather } from './network.ts'
import { type ListOf, Screen } from './screen.ts'
import { WardServer } from './server.ts'

const list = (view: unknown, room: ListOf['room'], limit = 1000): ListOf => ({ view: view as View<ViewRow>, room, limit })

/** Short pages, so that rows rise into them and sink out of them in every story. */
const PAGE = 3

const ofPatient = (patient: string): readonly ListOf[] => {
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

/** What each kind of reader opens and closes. */
const everything = [...ofPatient('p-0'), ...ofPatient('p-1')]
const mayRead = (audience: Audience) => (one: ListOf) => one.view.audiences.includes(audience)
const shelves: Record<'care' | 'pharmacy' | 'laboratory', readonly ListOf[]> = {
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
/** Longer than the longest pause before a redial, an unanswered question and a tick together. */
const HEALING_MS = 90_000

export interface Ending {
  readonly faults: readonly string[]
  readonly compared: number
  readonly events: number
}

/**
 * One seeded story: two patients, three people, a bad network, a server that restarts, a log that is restored from
 * a backup or trimmed. Then the weather clears, and every list that is open must be what a fresh reading gives.
 * Virtual time; the same seed tells the same story.
 */
export async function tell(seed: number): Promise<Ending> {
  const chance = chanceFrom(seed)
  // Redialling draws its pause by chance (RT16); here it is the seed's.
  vi.spyOn(Math, 'random').mockImplementation(chance.next)
  const server = new WardServer(chance)
  const events = wardHistory(seed, { length: 45 })
  for (const event of events.slice(0, 8)) server.commit(event)
  await vi.advanceTimersByTimeAsync(1_000)

  const people = (['care', 'pharmacy', 'laboratory'] as const).map((audience) => {
    const screen = new Screen(audience, server, new Cable(chance, storm), chance)
    return { screen, shelf: shelves[audience] }
  })
  for (const { screen, shelf } of people) for (const one of shelf) if (chance.happens(0.3)) screen.open(one)

  for (const event of events.slice(8)) {
    server.commit(event)
    await vi.advanceTimersByTimeAsync(chance.below(chance.happens(0.1) ? 8_000 : 400))
    const { screen, shelf } = chance.oneOf(people)
    const one = chance.oneOf(shelf)
    chance.oneOf([
      () => screen.open(one),
      () => screen.open(one),
      () => screen.close(one),
      () => void screen.more(one),
      () => screen.cable.cut(),
      () => {
        screen.cable.pulled = !screen.cable.pulled
        if (screen.cable.pulled) screen.cable.cut()
      },
      () => chance.happens(0.5) && (server.up ? server.stop() : server.start()),
      () => chance.happens(0.1) && server.up && server.restore(chance.below(6)),
      () => chance.happens(0.1) && server.up && server.restoreBeneath(chance.below(6)),
      () => server.stall(chance.below(14_000)),
      () => chance.happens(0.3) && server.trim(chance.below(10) + 1),
      () => {},
    ])()
  }

  if (!server.up) server.start()
  for (const { screen } of people) {
    screen.cable.weather = calm
    screen.cable.pulled = false
  }
  await vi.advanceTimersByTimeAsync(HEALING_MS)

  const faults: string[] = []
  let compared = 0
  for (const { screen } of people) {
    faults.push(...screen.faults.map((fault) => `${screen.audience}: ${fault}`))
    const { state } = screen.workflow.connection.getState()
    if (state !== 'live') faults.push(`${screen.audience} is ${state} although the weather cleared`)
    for (const one of screen.lists) {
      compared += 1
      const difference = differs(screen, one, server)
      if (difference) faults.push(`${screen.audience}: ${one.view.name} of ${one.room} ${difference}`)
    }
    screen.end()
  }
  vi.clearAllTimers()
  return { faults, compared, events: events.length }
}

function differs(screen: Screen, one: ListOf, server: WardServer): string | null {
  const held = screen.held(one)
  if (!held) return 'was never read'
  const fresh = server.snapshot(one.view, one.room, { fresh: true })
  if (held.asOf.epoch !== fresh.asOf.epoch) return 'is of another life of the log'
  const expected = held.nextCursor === null ? fresh.rows : fresh.rows.slice(0, held.rows.length)
  const [a, b] = [JSON.stringify(held.rows), JSON.stringify(expected)]
  if (a === b) return null
  const ids = (rows: readonly ViewRow[]) => rows.map((row) => `${row.id}@${row.versionId}`).join(' ')
  return `shows [${ids(held.rows)}] and should show [${ids(expected)}] (held at ${held.asOf.seq}, log at ${fresh.asOf.seq}${held.nextCursor ? ', first pages' : ''})`
}
