import { idOf, referTo, staff, type WithId } from '@wardline/events'
import type { Medication, MedicationDispense, MedicationRequest, Quantity, Task } from 'fhir/r4'
import { type Authorship, patientOf } from '../authorship.ts'
import { buildTask, taskCodes } from '../orders/task.ts'

/** The Task after verification: prepare and dispense. */
export const buildSupplyTask = (taskId: string, request: WithId<MedicationRequest>, author: Authorship): WithId<Task> =>
  buildTask({
    ...author,
    id: taskId,
    code: taskCodes.supplyPrescription,
    focus: referTo('MedicationRequest', request.id),
    business: 'to-prepare',
    priority: request.priority,
  })

interface DispenseInput extends Authorship {
  readonly dispenseId: string
  readonly request: WithId<MedicationRequest>
  readonly lot: string | null
  readonly expires: string | null
}

const nameOf = (request: WithId<MedicationRequest>): string => request.medicationCodeableConcept?.text ?? ''

/** Lot and expiry belong to the dispensed product, not to the prescription. */
const batchOf = (request: WithId<MedicationRequest>, lot: string | null, expires: string | null): Medication => ({
  resourceType: 'Medication',
  id: 'batch',
  code: request.medicationCodeableConcept,
  batch: { ...(lot ? { lotNumber: lot } : {}), ...(expires ? { expirationDate: expires } : {}) },
})

/** Prepared and ready for pickup: `in-progress` in FHIR R4 (decision D12). */
export const buildDispense = ({ dispenseId, request, lot, expires, subject, by, at }: DispenseInput): WithId<MedicationDispense> => ({
  resourceType: 'MedicationDispense',
  id: dispenseId,
  status: 'in-progress',
  ...(lot || expires
    ? { contained: [batchOf(request, lot, expires)], medicationReference: { reference: '#batch', display: nameOf(request) } }
    : {}),
  ...(lot || expires ? {} : { medicationCodeableConcept: request.medicationCodeableConcept }),
  subject: patientOf(subject),
  performer: [{ actor: staff(by) }],
  authorizingPrescription: [referTo('MedicationRequest', request.id)],
  whenPrepared: at,
  dosageInstruction: request.dosageInstruction,
})

/** Completes the dispense with quantity and time of handover. */
export const completeDispense = (
  dispense: WithId<MedicationDispense>,
  handover: {
    readonly by: Authorship['by']
    readonly at: string
    readonly quantity: Quantity
    readonly daysSupply: number | null
    readonly note: string | null
  },
): WithId<MedicationDispense> => ({
  ...dispense,
  status: 'completed',
  performer: [...(dispense.performer ?? []).filter(({ actor }) => idOf(actor) !== handover.by.userId), { actor: staff(handover.by) }],
  quantity: handover.quantity,
  ...(handover.daysSupply === null
    ? {}
    : { daysSupply: { value: handover.daysSupply, unit: 'days', system: 'http://unitsofmeasure.org', code: 'd' } }),
  whenHandedOver: handover.at,
  ...(handover.note
    ? { note: [...(dispense.note ?? []), { text: handover.note, time: handover.at, authorReference: staff(handover.by) }] }
    : {}),
})
