import type { ServiceRequest, Task } from 'fhir/r4'
import * as z from 'zod'
import { declareEvents, event, type Occurrence } from '../declare.ts'
import { codeOf, systems } from '../fhir.ts'
import type { Room } from '../ids.ts'
import { rooms } from '../rooms.ts'
import { clinicalAudience, patientRoom } from './patients.ts'
import { sampleFulfilment, sampleOrder } from './samples/index.ts'

export const orderCategories = ['laboratory', 'imaging', 'other'] as const
export type OrderCategory = (typeof orderCategories)[number]

export const categoryOf = (order: ServiceRequest): OrderCategory => {
  const code = order.category?.map((category) => codeOf(category, systems.orderCategory)).find(Boolean)
  return orderCategories.find((category) => category === code) ?? 'other'
}

type OrderEvent = Occurrence<ServiceRequest, unknown>

/** Returns the patient's room and, for laboratory orders, the laboratory worklist. */
const orderRooms = (occurrence: OrderEvent): readonly Room[] => [
  ...patientRoom(occurrence),
  ...(categoryOf(occurrence.resource) === 'laboratory' ? [rooms.labWorklist] : []),
]

const placed = {
  workflow: 'ORDER_PLACED',
  action: 'created',
  /** `related` has the fulfilment Task. */
  data: z.object({
    /** Reason for ordering despite an existing duplicate order or result (decision 17). */
    duplicateReason: z.string().nullable(),
  }),
  rooms: orderRooms,
  audience: clinicalAudience,
} as const

/** Fulfilment steps of a laboratory order (`Task.businessStatus`). */
export const fulfilmentSteps = [
  'requested',
  'accepted',
  'specimen-collected',
  'specimen-received',
  'in-analysis',
  'resulted-preliminary',
  'resulted-final',
  'cancelled',
] as const
export type FulfilmentStep = (typeof fulfilmentSteps)[number]

export const stepOf = (task: Task | null): FulfilmentStep => {
  const code = codeOf(task?.businessStatus, systems.businessStatus)
  return fulfilmentSteps.find((step) => step === code) ?? 'requested'
}

export const orderEvents = declareEvents({
  'lab.order.created': event<ServiceRequest>()({
    ...placed,
    aliases: ['lab_order_created'],
    topic: 'lab',
    example: () => ({ resource: sampleOrder(), related: [sampleFulfilment()], data: { duplicateReason: null } }),
  }),
  'radiology.order.created': event<ServiceRequest>()({
    ...placed,
    aliases: [],
    topic: 'clinical',
    example: () => ({
      resource: {
        ...sampleOrder(),
        id: 'o-2',
        category: [{ coding: [{ system: systems.orderCategory, code: 'imaging' }] }],
        code: { coding: [{ system: systems.loinc, code: '36643-5' }], text: 'Chest X-ray' },
      },
      related: [],
      data: { duplicateReason: null },
    }),
  }),
  'service.order.created': event<ServiceRequest>()({
    ...placed,
    aliases: [],
    topic: 'clinical',
    example: () => ({
      resource: {
        ...sampleOrder(),
        id: 'o-3',
        category: [{ coding: [{ system: systems.orderCategory, code: 'other' }] }],
        code: { coding: [{ system: systems.loinc, code: '34534-8' }], text: 'ECG 12-lead' },
      },
      related: [],
      data: { duplicateReason: null },
    }),
  }),
  /** An order was edited or its fulfilment advanced: accepted, collected, received, in analysis. */
  'order.updated': event<ServiceRequest>()({
    workflow: 'ORDER_UPDATED',
    aliases: [],
    topic: 'clinical',
    action: 'updated',
    data: z.object({
      /** Edited fields, by the names of the order row; empty when only the fulfilment advanced. */
      changed: z.array(z.string()),
    }),
    rooms: orderRooms,
    audience: clinicalAudience,
    example: () => ({ resource: sampleOrder(), related: [sampleFulfilment()], data: { changed: ['priority'] } }),
  }),
  'order.cancelled': event<ServiceRequest>()({
    workflow: 'ORDER_CANCELLED',
    aliases: [],
    topic: 'clinical',
    action: 'updated',
    data: z.object({ reason: z.string() }),
    rooms: orderRooms,
    audience: clinicalAudience,
    example: () => ({ resource: { ...sampleOrder(), status: 'revoked' }, related: [], data: { reason: 'No longer needed' } }),
  }),
})
