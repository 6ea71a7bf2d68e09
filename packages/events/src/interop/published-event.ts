import * as z from 'zod'
import { declarationOf, eventNamed, type NewEvent } from '../catalog/index.ts'
import type { WithId } from '../fhir.ts'
import { type InboundType, isInbound, mayPublish } from './publishers.ts'
import { type InboundResource, isAllowedRelated, isAllowedResource, needsPatient, patientsIn } from './resources.ts'

/** Maximum size of a message; the broker's limit is 1 MB. */
export const MAX_MESSAGE_BYTES = 512 * 1024
const MAX_RELATED = 100

const name = z.string().min(1).max(128)
const id = z.string().regex(/^[A-Za-z0-9._:-]{1,64}$/, 'must be 1 to 64 letters, digits, dots, underscores, colons or dashes')
const fhirId = z.string().regex(/^[A-Za-z0-9.-]{1,64}$/, 'not a FHIR id')
/** The id is required: repeated and corrected messages refer to the same resource. */
const resource = z.looseObject({ resourceType: z.string().regex(/^[A-Z][A-Za-z]{1,63}$/), id: fhirId })

/** Maps any established name to the event type. */
const eventType = z
  .string()
  .max(100)
  .transform((typeName, ctx): InboundType => {
    const type = eventNamed(typeName)
    if (type && isInbound(type)) return type
    ctx.addIssue({ code: 'custom', params: { reason: type ? 'not-from-outside' : 'unknown-event' }, message: 'not an inbound event type' })
    return z.NEVER
  })

const envelope = z.strictObject({
  eventId: id,
  eventType,
  /** Time of the event. ISO 8601 with offset. */
  timestamp: z.iso.datetime({ offset: true }),
  /** Version of the message format. */
  version: z.string().regex(/^1(\.\d{1,3}){0,2}$/, 'unsupported version'),
  patientId: fhirId.nullish(),
  patientMRN: name.nullish(),
  facilityId: name,
  tenantId: name,
  sudanState: name.nullish(),
  userId: id.nullish(),
  userName: name.nullish(),
  userRole: name.nullish(),
  /** Portal of the action: LAB, RADIOLOGY … (document 000). */
  portalType: name.nullish(),
  source: name,
  sourceVersion: name.nullish(),
  correlationId: id.nullish(),
  causationId: id.nullish(),
  data: z.strictObject({
    /** The resource of the event, of the type in the catalog. */
    resource,
    related: z.array(resource).max(MAX_RELATED).default([]),
    /** The event payload, as far as the sender knows it. */
    details: z.record(z.string(), z.unknown()).default({}),
  }),
})

type Received = z.output<typeof envelope>
type AddIssue = (path: readonly (string | number)[], message: string) => void

/** Refuses resources of another patient, which would end up in the wrong chart. */
function checkPatients({ patientId, patientMRN, eventType: type, data }: Received, addIssue: AddIssue): void {
  if (needsPatient(type) && !patientId && !patientMRN) addIssue(['patientId'], 'patient is missing')
  if (!patientId) return
  const isOtherPatient = (of: z.output<typeof resource>) => patientsIn(of).some((patientIdInResource) => patientIdInResource !== patientId)
  if (isOtherPatient(data.resource)) addIssue(['data', 'resource'], 'belongs to another patient')
  data.related.forEach((one, index) => {
    if (isOtherPatient(one)) addIssue(['data', 'related', index], 'belongs to another patient')
  })
}

function checkResourceTypes({ eventType: type, data }: Received, addIssue: AddIssue): void {
  if (!isAllowedResource(type, data.resource.resourceType))
    addIssue(['data', 'resource', 'resourceType'], `not the resource type of ${type}`)
  data.related.forEach(({ resourceType }, index) => {
    if (!isAllowedRelated(type, resourceType))
      addIssue(['data', 'related', index, 'resourceType'], `not allowed as related resource of ${type}`)
  })
}

function checkDetails({ eventType: type, data }: Received, addIssue: AddIssue): void {
  const payload = declarationOf(type).data
  if (!(payload instanceof z.ZodObject)) return
  const result = payload.partial().strict().safeParse(data.details)
  for (const { path } of result.error?.issues ?? []) addIssue(['data', 'details', ...path.map(String)], 'does not match the event payload')
}

/** Message of other systems: envelope of document 003 with FHIR R4 in `data`. Unknown fields are refused. */
export const publishedEventSchema = envelope.check((ctx) => {
  const addIssue: AddIssue = (path, message) => ctx.issues.push({ code: 'custom', input: undefined, path: [...path], message })
  checkPatients(ctx.value, addIssue)
  checkResourceTypes(ctx.value, addIssue)
  checkDetails(ctx.value, addIssue)
})

type DetailsOf<T extends InboundType> = Partial<NewEvent<T>['data']>

/** An accepted message; its resources are not validated against R4 yet. */
export type PublishedEvent<T extends InboundType = InboundType> = {
  [Type in T]: Omit<Received, 'eventType' | 'data'> & {
    readonly eventType: Type
    readonly data: {
      readonly resource: WithId<InboundResource<Type>>
      readonly related: readonly WithId[]
      readonly details: DetailsOf<Type>
    }
  }
}[T]

/** Reasons for refusing a message, used in dead letters and metrics. */
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
        /** Path and error, without content of the message. */
        readonly detail: string
      }
    }

const refuse = (reason: RefusalReason, detail = ''): ParsedMessage => ({ event: null, refused: { reason, detail } })

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/**
 * Parses a message received on a subject. The broker restricts each service to its own subjects, so the event type must match
 * the subject; a forged `source` is still limited to the event types of that service.
 */
export function readPublished(subject: string, bytes: Uint8Array): ParsedMessage {
  if (bytes.byteLength > MAX_MESSAGE_BYTES) return refuse('too-large', `${bytes.byteLength} bytes`)
  const body = parseJson(new TextDecoder().decode(bytes))
  if (body === undefined) return refuse('not-json')
  const result = publishedEventSchema.safeParse(body)
  if (!result.success) {
    const [first] = result.error.issues
    const reason = first?.code === 'custom' ? first.params?.reason : null
    const detail = result.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; ')
    return refuse(refusalReasons.find((known) => known === reason) ?? 'malformed', detail.slice(0, 500))
  }
  const event = result.data as PublishedEvent
  if (eventNamed(subject) !== event.eventType) return refuse('other-subject', `received on ${subject}`)
  if (!mayPublish(event.source, event.eventType)) return refuse('not-authorised', event.eventType)
  return { event, refused: null }
}
