import { extensions, type NewEvent, type Prescribe, referTo, reportedNumber, staff, systems, type WithId } from '@wardline/events'
import type { MedicationRequest, Task, Timing } from 'fhir/r4'
import { quantityOf } from '../../reference-data/laboratory/reported-number.ts'
import type { Drug, Frequency } from '../../reference-data/medications/formulary.ts'
import { supplyFor } from '../../reference-data/medications/supply.ts'
import { type Authorship, patientOf } from '../authorship.ts'
import { buildTask, taskCodes } from '../orders/task.ts'

export type PrescriptionOrder = Pick<
  Prescribe,
  'dose' | 'route' | 'frequency' | 'durationDays' | 'reviewDays' | 'asNeededReason' | 'priority' | 'indication' | 'note' | 'duplicateReason'
>

export interface PrescriptionInput extends Authorship {
  readonly prescriptionId: string
  readonly taskId: string
  readonly drug: Drug
  readonly order: PrescriptionOrder
}

const repeat: Record<Frequency, NonNullable<Timing['repeat']>> = {
  'once now': { count: 1 },
  'once daily': { frequency: 1, period: 1, periodUnit: 'd' },
  'twice daily': { frequency: 2, period: 1, periodUnit: 'd' },
  'three times daily': { frequency: 3, period: 1, periodUnit: 'd' },
  'four times daily': { frequency: 4, period: 1, periodUnit: 'd' },
  'every 4 hours': { frequency: 1, period: 4, periodUnit: 'h' },
  'every 6 hours': { frequency: 1, period: 6, periodUnit: 'h' },
  'every 8 hours': { frequency: 1, period: 8, periodUnit: 'h' },
  'every 12 hours': { frequency: 1, period: 12, periodUnit: 'h' },
  'at night': { frequency: 1, period: 1, periodUnit: 'd', when: ['HS'] },
  'once weekly': { frequency: 1, period: 1, periodUnit: 'wk' },
}

const ucumOf: Record<string, string> = { microgram: 'ug', units: "[USP'U]", tablet: '{tablet}', puff: '{puff}', drop: '[drp]' }

const DAY_MS = 86_400_000
const daysAfter = (at: string, days: number) => new Date(Date.parse(at) + days * DAY_MS).toISOString()

/** Returns the sig, e.g. `2 g intravenous once daily for 5 days, as needed for pain`, without abbreviations (ISMP). */
export const sigText = ({ dose, route, frequency, durationDays, asNeededReason }: PrescriptionOrder): string =>
  [
    `${dose.value} ${dose.unit} ${route} ${frequency}`,
    durationDays === null ? '' : ` for ${durationDays} day${durationDays === 1 ? '' : 's'}`,
    asNeededReason === null ? '' : `, as needed for ${asNeededReason}`,
  ].join('')

/** Builds a signed prescription and the Task for its verification. Active from signing on (ux 5.3). */
export function buildPrescription({ prescriptionId, taskId, drug, order, subject, by, at }: PrescriptionInput): {
  readonly request: WithId<MedicationRequest>
  readonly task: WithId<Task>
} {
  const { dose, frequency, durationDays } = order
  const bounds = durationDays === null ? {} : { boundsDuration: { value: durationDays, unit: 'days', system: systems.ucum, code: 'd' } }
  const supply = supplyFor(drug, { value: Number(dose.value), unit: dose.unit }, frequency, durationDays)
  const request: WithId<MedicationRequest> = {
    resourceType: 'MedicationRequest',
    id: prescriptionId,
    extension: [
      { url: extensions.doseForm, valueString: drug.form },
      ...(order.reviewDays === null ? [] : [{ url: extensions.reviewBy, valueDateTime: daysAfter(at, order.reviewDays) }]),
    ],
    status: 'active',
    intent: 'order',
    category: [{ coding: [{ system: 'http://terminology.hl7.org/CodeSystem/medicationrequest-category', code: 'inpatient' }] }],
    priority: order.priority,
    medicationCodeableConcept: { coding: [{ system: systems.rxnorm, code: drug.code, display: drug.generic }], text: drug.generic },
    subject: patientOf(subject),
    authoredOn: at,
    requester: staff(by),
    reasonCode: [{ text: order.indication }],
    ...(order.note ? { note: [{ text: order.note }] } : {}),
    dosageInstruction: [
      {
        text: sigText(order),
        timing: { repeat: { ...repeat[frequency], ...bounds }, code: { text: frequency } },
        route: { text: order.route },
        ...(order.asNeededReason === null ? {} : { asNeededCodeableConcept: { text: order.asNeededReason } }),
        doseAndRate: [{ doseQuantity: quantityOf(reportedNumber(dose.value), dose.unit, ucumOf[dose.unit] ?? dose.unit) }],
      },
    ],
    dispenseRequest: { quantity: { ...(supply === null ? {} : { value: supply }), unit: drug.supplyUnit } },
  }
  const focus = referTo('MedicationRequest', prescriptionId)
  return {
    request,
    task: buildTask({
      id: taskId,
      code: taskCodes.verifyPrescription,
      focus,
      business: 'unverified',
      priority: order.priority,
      subject,
      by,
      at,
    }),
  }
}

export const prescriptionEvent = (
  { request, task }: { readonly request: WithId<MedicationRequest>; readonly task: WithId<Task> },
  order: PrescriptionOrder,
  at: string,
): NewEvent<'pharmacy.medication.prescribed'> => ({
  type: 'pharmacy.medication.prescribed',
  resource: request,
  related: [task],
  data: { duplicateReason: order.duplicateReason },
  occurredAt: at,
})
