import { extensions, referTo, type SignedInUser, type Subject, staff, systems } from '@wardline/events'
import { samples } from '@wardline/events/testing'
import type { MedicationDispense, MedicationRequest, Observation, ServiceRequest, Task } from 'fhir/r4'
import type { Inputs, Outputs } from './api-types.ts'
import { analytes, type orderables, wordedTests } from './catalogue.ts'
import { staffNamed } from './staff.ts'

/** FHIR resources as this ward writes them, from the catalogue's samples. */

export const patientOf = (subject: Subject) => referTo('Patient', subject.patientId, subject.name)

const business = (code: string) => ({ coding: [{ system: systems.businessStatus, code }] })

export const reviewedAfter = (from: string, hours: number) => [
  { url: extensions.reviewBy, valueDateTime: new Date(Date.parse(from) + hours * 3_600_000).toISOString() },
]

export const draftOrder = (
  id: string,
  subject: Subject,
  by: SignedInUser,
  at: string,
  orderable: (typeof orderables)[number],
  item: Pick<Inputs['orders']['place']['items'][number], 'priority' | 'indication' | 'note' | 'limitHours' | 'acceptsUnchecked'>,
): ServiceRequest => ({
  ...samples.sampleOrder(),
  id,
  priority: item.priority,
  category: [{ coding: [{ system: systems.orderCategory, code: orderable.category }] }],
  code: { coding: [{ system: orderable.system, code: orderable.code, display: orderable.display }], text: orderable.display },
  subject: patientOf(subject),
  authoredOn: at,
  requester: staff(by),
  extension: [
    ...(orderable.limit ? reviewedAfter(at, item.limitHours ?? orderable.limit.hours) : []),
    ...(item.acceptsUnchecked ? orderable.unchecked.map((check) => ({ url: extensions.unchecked, valueCode: check })) : []),
  ],
  ...(item.indication ? { reasonCode: [{ text: item.indication }] } : {}),
  ...(item.note ? { note: [{ text: item.note }] } : {}),
})

export const fulfilmentOf = (order: ServiceRequest, subject: Subject): Task => ({
  ...samples.sampleFulfilment(),
  id: `${order.id}-task`,
  focus: referTo('ServiceRequest', order.id ?? ''),
  for: patientOf(subject),
})

export const moved = (task: Task, step: string, status: Task['status'], by: SignedInUser, at: string): Task => ({
  ...task,
  status,
  businessStatus: business(step),
  owner: staff(by),
  lastModified: at,
})

const daysAfter = (at: string, days: number) => new Date(Date.parse(at) + days * 86_400_000).toISOString()

export const draftPrescription = (
  id: string,
  subject: Subject,
  by: SignedInUser,
  at: string,
  drug: Outputs['medications']['drugs']['rows'][number],
  asked: Omit<Inputs['medications']['prescribe'], 'commandId' | 'patientId' | 'drugId' | 'duplicateReason'>,
): MedicationRequest => ({
  ...samples.samplePrescription(),
  id,
  priority: asked.priority,
  medicationCodeableConcept: { coding: [{ system: systems.rxnorm, code: drug.code, display: drug.generic }], text: drug.generic },
  subject: patientOf(subject),
  authoredOn: at,
  requester: staff(by),
  reasonCode: [{ text: asked.indication }],
  ...(asked.reviewDays ? { extension: [{ url: extensions.reviewBy, valueDateTime: daysAfter(at, asked.reviewDays) }] } : {}),
  dosageInstruction: [
    {
      text: `${asked.dose.value} ${asked.dose.unit} ${asked.route} ${asked.frequency}`,
      route: { text: asked.route },
      timing: {
        code: { text: asked.frequency },
        ...(asked.durationDays === null ? {} : { repeat: { boundsDuration: { value: asked.durationDays, unit: 'days', code: 'd' } } }),
      },
      doseAndRate: [{ doseQuantity: { value: Number(asked.dose.value), unit: asked.dose.unit } }],
    },
  ],
})

export const verificationOf = (request: MedicationRequest, subject: Subject): Task => ({
  ...samples.sampleVerification(),
  id: `${request.id}-task`,
  focus: referTo('MedicationRequest', request.id ?? ''),
  for: patientOf(subject),
})

export const dispenseOf = (request: MedicationRequest, subject: Subject, by: SignedInUser): MedicationDispense => ({
  ...samples.sampleDispense(),
  id: `${request.id}-dispense`,
  status: 'in-progress',
  medicationCodeableConcept: request.medicationCodeableConcept,
  subject: patientOf(subject),
  authorizingPrescription: [referTo('MedicationRequest', request.id ?? '')],
  performer: [{ actor: staff(by) }],
})

/** H, L, HH, LL or N, by the analyte's range and critical limits. */
export function flagOf(code: string, value: number): 'N' | 'L' | 'H' | 'LL' | 'HH' {
  const analyte = analytes.find((it) => it.code === code)
  if (!analyte) return 'N'
  const [low, high] = analyte.range
  const [criticalLow, criticalHigh] = analyte.critical ?? [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY]
  if (value >= criticalHigh) return 'HH'
  if (value < criticalLow) return 'LL'
  return value > high ? 'H' : value < low ? 'L' : 'N'
}

/** A result in words. */
export function draftAnswer(
  id: string,
  subject: Subject,
  { code, answer, words }: NonNullable<Inputs['lab']['release']['answers']>[number],
  collectedAt: string,
  at: string,
): Observation {
  const test = wordedTests.find((it) => it.code === code)
  const offered = test?.answers.find((it) => it.code === answer)
  const { valueQuantity: _number, referenceRange: _range, ...sample } = samples.sampleObservation()
  return {
    ...sample,
    id,
    subject: patientOf(subject),
    code: { coding: [{ system: systems.loinc, code }], text: test?.display ?? code },
    effectiveDateTime: collectedAt,
    issued: at,
    valueCodeableConcept: { text: [offered?.display, words].filter(Boolean).join(': ') },
    interpretation: offered ? [{ coding: [{ system: systems.interpretation, code: offered.flag }] }] : [],
  }
}

export function draftResult(id: string, subject: Subject, code: string, reported: string, collectedAt: string, at: string): Observation {
  const analyte = analytes.find((it) => it.code === code)
  const value = Number(reported.replace(/^[<>]=?/, ''))
  const flag = flagOf(code, value)
  return {
    ...samples.sampleObservation(),
    id,
    subject: patientOf(subject),
    basedOn: undefined,
    performer: [staff(staffNamed('lab.yusuf'))],
    code: { coding: [{ system: systems.loinc, code }], text: analyte?.display ?? code },
    effectiveDateTime: collectedAt,
    issued: at,
    valueQuantity: { value, unit: analyte?.unit ?? '', system: systems.ucum },
    interpretation: [{ coding: [{ system: systems.interpretation, code: flag }] }],
    referenceRange: analyte ? [{ low: { value: analyte.range[0] }, high: { value: analyte.range[1] }, text: analyte.range.join('–') }] : [],
  }
}
