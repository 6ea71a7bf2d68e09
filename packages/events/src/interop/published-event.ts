import type { FhirResource } from 'fhir/r4'
import * as z from 'zod'
import { declarationOf, eventNamed, type NewEvent } from '../catalog/index.ts'
import { type InboundType, isInbound, mayPublish } from './publishers.ts'
import { type InboundResource, mayComeAlong, mayComeAs, needsPatient, patientsIn } from './resources.ts'

/** A bundle of one event with its resources; a broker takes 1 MB. */
export const MOST_BYTES = 512 * 1024
const MOST_RELATED = 100

const name = z.string().min(1).max(128)
const id = z.string().regex(/^[A-Za-z0-9._:-]{1,64}$/, 'an id has up to 64 letters, digits, dots, colons or dashes')
const fhirId = z.string().regex(/^[A-Za-z0-9.-]{1,64}$/, 'not a FHIR id')
/** Told again, corrected or in another order, a resource is known by its id. */
const resource = z.looseObject({ resourceType: z.string().regex(/^[A-Z][A-Za-z]{1,63}$/), id: fhirId })

/** Any established name, as the catalogue's own. */
const eventType = z
  .string()
  .max(100)
  .transform((given, ctx): InboundType => {
    const type = eventNamed(given)
    if (type && isInbound(type)) return type
    ctx.addIssue({ code: 'custom', params: { reason: type ? 'not-from-outside' : 'unknown-event' }, message: 'not an event from outside' })
    return z.NEVER
  })

const envelope = z.strictObject({
  eventId: id,
  eventType,
  /** When it happened. ISO 8601 with its offset. */
  timestamp: z.iso.datetime({ offset: true }),
  /** Of this form of message. */
  version: z.string().regex(/^1(\.\d{1,3}){0,2}$/, 'a version this product does not read'),
  patientId: fhirId.nullish(),
  patientMRN: name.nullish(),
  facilityId: name,
  tenantId: name,
  sudanState: name.nullish(),
  userId: id.nullish(),
  userName: name.nullish(),
  userRole: name.nullish(),
  /** LAB, RADIOLOGY …: which portal it was done in (document 000). */
  portalType: name.nullish(),
  source: name,
  sourceVersion: name.nullish(),
  correlationId: id.nullish(),
  causationId: id.nullish(),
  data: z.strictObject({
    /** What the event is about, of the kind the catalogue names. */
    resource,
    related: z.array(resource).max(MOST_RELATED).default([]),
    /** The catalogue's payload, as far as the sender knows it. */
    details: z.record(z.string(), z.unknown()).default({}),
  }),
})

type Received = z.output<typeof envelope>
type Complain = (path: readonly (string | number)[], message: string) => void

/** A message about one patient that carries another's resource would put it into the wrong chart. */
function checkPatients({ patientId, patientMRN, eventType: type, data }: Received, complain: Complain): void {
  if (needsPatient(type) && !patientId && !patientMRN) complain(['patientId'], 'names no patient')
  if (!patientId) return
  const other = (of: z.output<typeof resource>) => patientsIn(of).some((named) => named !== patientId)
  if (other(data.resource)) complain(['data', 'resource'], 'names another patient')
  data.related.forEach((one, index) => {
    if (other(one)) complain(['data', 'related', index], 'names another patient')
  })
}

function checkKinds({ eventType: type, data }: Received, complain: Complain): void {
  if (!mayComeAs(type, data.resource.resourceType)) complain(['data', 'resource', 'resourceType'], `not what ${type} is about`)
  data.related.forEach(({ resourceType }, index) => {
    if (!mayComeAlong(type, resourceType)) complain(['data', 'related', index, 'resourceType'], `does not come along with ${type}`)
  })
}

function checkDetails({ eventType: type, data }: Received, complain: Complain): void {
  const payload = declarationOf(type).data
  if (!(payload instanceof z.ZodObject)) return
  const checked = payload.partial().strict().safeParse(data.details)
  for (const { path } of checked.error?.issues ?? []) complain(['data', 'details', ...path.map(String)], 'not as the catalogue has it')
}

/** The message other systems publish: document 003's envelope, with FHIR R4 in `data`. Nothing it does not know is let in. */
export const publishedEventSchema = envelope.check((ctx) => {
  const complain: Complain = (path, message) => ctx.issues.push({ code: 'custom', input: undefined, path: [...path], message })
  checkPatients(ctx.value, complain)
  checkKinds(ctx.value, complain)
  checkDetails(ctx.value, complain)
})

type DetailsOf<T extends InboundType> = Partial<NewEvent<T>['data']>

/** A message as it was let in; resources are still to be validated against R4. */
export type PublishedEvent<T extends InboundType = InboundType> = {
  [Type in T]: Omit<Received, 'eventType' | 'data'> & {
    readonly eventType: Type
    readonly data: {
      readonly resource: InboundResource<Type> & { readonly id: string }
      readonly related: readonly FhirResource[]
      readonly details: DetailsOf<Type>
    }
  }
}[T]

/** Why a message is not let in, for the dead letters and the counters. */
export const refusalReasons = [
  'too-large',
  'not-json',
  'malformed',
  'unknown-event',
  'not-from-outside',
  'other-subject',
  'not-authorised',
] as const
export type RefusalReason = (typeof refusalReasons)[number]

export type ParsedMessage =
  | { readonly event: PublishedEvent; readonly refused: null }
  | {
      readonly event: null
      readonly refused: {
        readonly reason: RefusalReason
        /** Where and what is wrong, in words that quote nothing of the message. */
        readonly detail: string
      }
    }

const refuse = (reason: RefusalReason, detail = ''): ParsedMessage => ({ event: null, refused: { reason, detail } })

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/**
 * Reads a message from the subject it came on. The broker lets a service publish on its own subjects only, so the subject
 * has to say the same as the message; who claims to be another service may still say no more than that one.
 */
export function readPublished(subject: string, bytes: Uint8Array): ParsedMessage {
  if (bytes.byteLength > MOST_BYTES) return refuse('too-large', `${bytes.byteLength} bytes`)
  const body = parsed(new TextDecoder().decode(bytes))
  if (body === undefined) return refuse('not-json')
  const checked = publishedEventSchema.safeParse(body)
  if (!checked.success) {
    const [first] = checked.error.issues
    const reason = first?.code === 'custom' ? first.params?.reason : null
    const detail = checked.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; ')
    return refuse(refusalReasons.find((known) => known === reason) ?? 'malformed', detail.slice(0, 500))
  }
  const event = checked.data as PublishedEvent
  if (eventNamed(subject) !== event.eventType) return refuse('other-subject', `came on ${subject}`)
  if (!mayPublish(event.source, event.eventType)) return refuse('not-authorised', event.eventType)
  return { event, refused: null }
}
