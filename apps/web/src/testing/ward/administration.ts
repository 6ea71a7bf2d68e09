import { audienceOf, noticesView, type PatientRow, patientView, rooms, type SignedInUser, type View, type ViewRow, viewsOf } from '@wardline/events'
import type { Api } from './api-types.ts'
import { type Ward, WardRefusal } from './ward.ts'

type Traced = ReturnType<Api['log']['latest']>['rows'][number]
const traced: Traced = {
  eventId: 'event-of-an-act' as never,
  type: 'diagnosis.added',
  action: 'created',
  resourceType: 'Condition',
  occurredAt: '2026-11-20T20:00:00.000Z',
  recordedAt: '2026-11-20T20:00:01.000Z',
  by: { name: 'Dr Amal Hassan', role: 'physician' },
  source: 'wardline-bff',
  correlationId: 'one-act',
  causationId: null,
  commandId: null,
  patient: null,
  content: null,
}

type DeadLetter = Api['deadLetters'] extends { show: (...of: never[]) => infer Shown } ? Shown : never

const mustAdminister = ({ role }: SignedInUser) => {
  if (role !== 'administrator') throw new WardRefusal('NOT_ALLOWED')
}

/** What an administrator sees of the small ward: a message nobody could read, one consumer, and the log. */
export function administrationOf(ward: Ward): Pick<Api, 'deadLetters' | 'log' | 'operations'> {
  let paused: { at: string; by: string } | null = null
  let letters: readonly DeadLetter[] = [
    {
      letterId: 'letter-1',
      consumer: 'inbound',
      what: 'lab.result.available',
      reason: 'the message is no JSON',
      attempts: 5,
      at: new Date(Date.now() - 12 * 60_000).toISOString(),
      room: null,
      seq: null,
      settlement: null,
      event: null,
      patient: null,
      content: '{"broken":',
      withheld: false,
    },
  ]
  const letterOf = (letterId: string) => {
    const letter = letters.find((one) => one.letterId === letterId)
    if (!letter) throw new WardRefusal('NOT_FOUND')
    return letter
  }
  const settle = (letterId: string) => {
    letters = letters.filter((letter) => letter.letterId !== letterId)
  }
  const points = [point(ward, 10_000), point(ward, 5_000), point(ward, 0)]

  return {
    deadLetters: {
      list: (by, { consumer }) => {
        mustAdminister(by)
        const rows = letters.filter((letter) => !consumer || letter.consumer === consumer)
        return {
          rows,
          nextCursor: null,
          counts: Object.fromEntries(letters.map(({ consumer: of }) => [of, letters.filter((one) => one.consumer === of).length])),
        }
      },
      show: (by, { letterId }) => {
        mustAdminister(by)
        return letterOf(letterId)
      },
      replay: (by, { letterId }) => {
        mustAdminister(by)
        return { settled: 0, stillOpen: letterId === null ? letters.length : 1 }
      },
      discard: (by, { letterId }) => {
        mustAdminister(by)
        settle(letterOf(letterId).letterId)
        return { letterId }
      },
    },
    log: {
      latest: (by) => {
        mustAdminister(by)
        return { rows: [traced] }
      },
      correlated: (_, { correlationId }) => ({ rows: correlationId === traced.correlationId ? [traced] : [] }),
      causes: (_, { eventId }) => ({ rows: eventId === traced.eventId ? [traced] : [] }),
      windows: (by, { minutes = 5 }) => {
        mustAdminister(by)
        return { minutes, windows: [{ from: new Date().toISOString(), counts: { 'lab.result.available': 2 } }] }
      },
      timeline: (by, { patientId }) => ({
        marks: ward.server.log
          .deliveriesTo(audienceOf(by.role), rooms.patient(patientId))
          .flatMap(({ seq, event }) => (event ? [{ seq, at: event.recordedAt, type: event.type }] : [])),
      }),
      asOf: (by, { patientId, at }) => {
        const room = rooms.patient(patientId)
        const audience = audienceOf(by.role)
        const all = ward.server.log.deliveriesTo(audience, room)
        const until = 'seq' in at ? at.seq : (all.findLast(({ event }) => (event?.recordedAt ?? '') <= at.at)?.seq ?? 0)
        const seen = viewsOf('patient').filter((view) => view.audiences.includes(audience))
        const views: Record<string, readonly ViewRow[]> = Object.fromEntries(
          seen.map((view) => [
            view.name,
            ward.server.snapshot(view as View<ViewRow>, room, { limit: Number.POSITIVE_INFINITY, upTo: until }).rows,
          ]),
        )
        return {
          asOf: { epoch: ward.server.log.epoch, seq: until },
          positions: { [room]: until },
          recordedAt: all.findLast(({ seq }) => seq <= until)?.event?.recordedAt ?? null,
          views,
          patient: (views[patientView.name]?.[0] as PatientRow | undefined) ?? null,
        }
      },
    },
    operations: {
      read: (by) => {
        mustAdminister(by)
        return { answeredBy: 'ward', at: new Date().toISOString(), instances: [{ instance: 'ward', points }], outages: [] }
      },
      notices: (by) => {
        mustAdminister(by)
        return ward.server.snapshot(noticesView, rooms.facilityAlerts)
      },
      consumers: (by) => {
        mustAdminister(by)
        return {
          consumers: [{ consumer: 'projector', lag: 0, pausedAt: paused?.at ?? null, pausedBy: paused?.by ?? null }],
          views: [{ view: 'results', rebuild: null }],
        }
      },
      pause: (by, { consumer }) => {
        mustAdminister(by)
        paused = { at: new Date().toISOString(), by: by.name }
        return { consumer }
      },
      resume: (by, { consumer }) => {
        mustAdminister(by)
        paused = null
        return { consumer }
      },
      rebuild: (by, { view }) => {
        mustAdminister(by)
        return { view }
      },
    },
  }
}

type Point = ReturnType<Api['operations']['read']>['instances'][number]['points'][number]
const point = (ward: Ward, agoMs: number): Point => ({
  at: new Date(Date.now() - agoMs).toISOString(),
  events: { lab: 0.4, patient: 0.2 },
  processedPerSecond: 0.6,
  failedPerMinute: 0,
  processing: { p50: 3, p95: 12, p99: 20 },
  hops: { commit: 4, relay: 1, deliver: 2 },
  errorRate: 0,
  deliveredPerSecond: 1.2,
  connections: ward.subjects.length,
  rooms: ward.subjects.length,
  stored: { lag: { projector: 0 }, deadLetters: 1 },
})
