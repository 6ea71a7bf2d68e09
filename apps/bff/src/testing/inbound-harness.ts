import { type InboundType, inboundSubjectOf, type Room, referTo, type Subject, type WithId } from '@wardline/events'
import { aMessage, samples } from '@wardline/events/testing'
import type { DiagnosticReport, Observation } from 'fhir/r4'
import { afterAll, beforeAll, beforeEach } from 'vitest'
import { newId } from '../commands/ids.ts'
import type { Permit } from '../commands/permits.ts'
import type { RecordChange } from '../commands/record-change.ts'
import { InboundProcessor } from '../ingest/inbound/inbound-processor.ts'
import { Rejected } from '../ingest/inbound/rejection.ts'
import { openValidator } from '../ingest/validation/validate.ts'
import { commandId, openTestWard, place, type TestWard } from './ward.ts'

/* Reassigned bindings: a ward for each test file, a patient for each test. */
export let ward: TestWard
export let patient: Subject
let processor: InboundProcessor

/** Opens a ward and an inbound processor for the tests of a file. */
export function useInboundWard(): void {
  beforeAll(async () => {
    ward = await openTestWard()
    const { resources, recordAt, now } = ward
    const record = (permit: Permit, change: RecordChange) => recordAt(now(), permit, change)
    processor = new InboundProcessor({ resources, validate: await openValidator(), newId, now, record })
  })
  afterAll(() => ward.close())
  beforeEach(admitAnother)
}

/** Admits another patient, the subject of the following messages. */
export async function admitAnother(): Promise<void> {
  patient = await ward.admit()
}

export type Message = Record<string, unknown>
export const receiveText = (type: InboundType, text: string) => processor.process(inboundSubjectOf(type), new TextEncoder().encode(text))
export const receive = (type: InboundType, message: Message) => receiveText(type, JSON.stringify(message))

/** Returns a message about the current patient, with a new event id unless given. */
export const messageOf = (type: InboundType, over: Message): Message =>
  aMessage(type, { eventId: newId(), patientId: patient.patientId, ...over })
export const rejection = async (processing: Promise<unknown>) => {
  const error = await processing.then(
    () => null,
    (reason) => reason,
  )
  if (!(error instanceof Rejected)) throw error ?? new Error('The message was not rejected.')
  return { reason: error.reason, isRetryable: error.isRetryable }
}

export const about = () => referTo('Patient', patient.patientId)
export const potassium = (value: number, over: Partial<Observation> & { readonly id?: string } = {}): WithId<Observation> => {
  const { meta: _none, interpretation: _flag, basedOn: _order, ...observation } = samples.sampleObservation()
  return {
    ...observation,
    id: newId(),
    subject: about(),
    valueQuantity: { value, unit: 'mmol/L', system: 'http://unitsofmeasure.org', code: 'mmol/L' },
    ...over,
  }
}
const reportOf = (observations: readonly WithId<Observation>[], over: Partial<DiagnosticReport> = {}): DiagnosticReport => {
  const { meta: _none, basedOn: _order, ...report } = samples.sampleReport()
  return { ...report, id: newId(), subject: about(), result: observations.map(({ id }) => referTo('Observation', id)), ...over }
}
export const result = (
  observations: readonly WithId<Observation>[],
  over: Message = {},
  report: Partial<DiagnosticReport> = {},
  details: object = {},
) => messageOf('lab.result.available', { data: { resource: reportOf(observations, report), related: observations, details }, ...over })

/** Places a potassium order and returns its id. */
export async function placePotassiumOrder(): Promise<string> {
  const { orderIds } = await ward.amal.orders.place({
    commandId: commandId(),
    patientId: patient.patientId,
    items: [place('lab:2823-3')],
  })
  return orderIds[0] ?? ''
}
export const rowsOf = async () => (await ward.amal.results.list({ patientId: patient.patientId })).rows
export const alertsOf = async () => (await ward.amal.alerts.list({ patientId: patient.patientId })).rows
export const headOf = async (room: Room) => (await ward.log.heads([room])).get(room)?.seq ?? 0
