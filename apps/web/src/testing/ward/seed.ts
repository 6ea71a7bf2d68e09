import type { InProcessDatabase } from '@wardline/bff/in-process'
import { commandIdSchema, extensions, type Subject, systems } from '@wardline/events'
import { samples } from '@wardline/events/testing'
import type { Encounter, Patient } from 'fhir/r4'
import { PASSWORD, patients, staff, units } from './people.ts'
import { resultOf } from './results.ts'
import { Ward } from './ward.ts'

const HOUR_MS = 3_600_000
const commandId = () => commandIdSchema.parse(crypto.randomUUID())

const vitals = {
  respiratoryRate: 22,
  oxygenSaturation: 94,
  systolic: null,
  diastolic: null,
  pulse: 98,
  temperature: 37.9,
  weight: 71.4,
}
/** LOINC and value of what every patient has: sodium, creatinine, C-reactive protein. */
const usualResults = [
  ['2951-2', '138'],
  ['14682-9', '76'],
  ['1988-5', '4'],
] as const
/** Jane's potassium, oldest first. */
const potassium = ['4.4', '4.7', '4.9', '5.2', '5.9'] as const
const medicines = ['ceftriaxone', 'paracetamol', 'spironolactone', 'enoxaparin'] as const

/**
 * Fills an empty database: staff, six patients with a short past, and Jane with a penicillin allergy, a rising potassium, an
 * order on the bench and prescriptions to verify. Everything goes through record() or the procedures, at times before now.
 */
export async function seedWard(database: InProcessDatabase): Promise<void> {
  const started = Date.now()
  const clock = { at: started }
  const ward = await Ward.open({ database, now: () => new Date(clock.at) })
  const ago = (hours: number) => new Date(started - hours * HOUR_MS).toISOString()
  const moveTo = (hours: number) => {
    clock.at = started - hours * HOUR_MS
  }
  for (const unit of units) await ward.backend.core.staff.putUnit(unit)
  for (const { units: own, ...member } of staff)
    await ward.backend.core.staff.put({ ...member, password: PASSWORD, unitIds: own.map(({ unitId }) => unitId) })

  const release = (subject: Subject, results: readonly (readonly [code: string, value: string])[], collectedHours: number) => {
    const releasedAt = ago(collectedHours - 1)
    const observations = results.map(([code, value]) => resultOf({ subject, code, value, collectedAt: ago(collectedHours), releasedAt }))
    const { basedOn: _none, ...sample } = samples.sampleReport()
    const report = {
      ...sample,
      id: crypto.randomUUID(),
      subject: { reference: `Patient/${subject.patientId}` },
      issued: releasedAt,
      result: observations.map(({ id }) => ({ reference: `Observation/${id}` })),
    }
    moveTo(collectedHours - 1)
    return ward.record('lab.yusuf', subject, [
      { type: 'lab.result.available', resource: report, related: observations, data: { orderId: null } },
    ])
  }

  for (const subject of patients) {
    moveTo(50)
    await admitPatient(ward, subject, ago(50))
    const huda = ward.as('nurse.huda')
    for (const hours of [30, 18, 6]) {
      moveTo(hours)
      await huda.vitals.record({
        commandId: commandId(),
        patientId: subject.patientId,
        effectiveAt: ago(hours),
        values: vitals,
        confirmed: ['respiratoryRate', 'oxygenSaturation', 'pulse', 'temperature', 'weight'],
      })
    }
    await release(subject, usualResults, 12)
  }

  const [jane] = patients
  if (!jane) throw new Error('There are no patients.')
  const whose = { reference: `Patient/${jane.patientId}` }
  moveTo(48)
  await ward.record('dr.amal', jane, [
    { type: 'patient.allergy.added', resource: { ...samples.sampleAllergy(), id: crypto.randomUUID(), patient: whose }, data: {} },
    { type: 'diagnosis.added', resource: { ...samples.sampleCondition(), id: crypto.randomUUID(), subject: whose }, data: {} },
  ])
  for (const [index, value] of potassium.entries()) await release(jane, [['2823-3', value]], 44 - index * 9)

  const amal = ward.as('dr.amal')
  for (const [index, generic] of [...medicines.entries()].reverse()) {
    moveTo(0.5 + index)
    await ward.prescribe('dr.amal', jane.patientId, generic, index === 0 ? 'urgent' : 'routine')
  }
  moveTo(1)
  await amal.orders.place({
    commandId: commandId(),
    patientId: jane.patientId,
    items: [{ orderableId: 'lab:2823-3', priority: 'stat', indication: null, note: null, duplicateReason: null }],
  })
  await ward.settled()
  await ward.close()
}

/** Records a patient with an inpatient stay since `at`, and nothing else. */
export function admitPatient(ward: Ward, subject: Subject, at: string): Promise<void> {
  const { patientId } = subject
  const whose = { reference: `Patient/${patientId}` }
  const [family = '', rest = ''] = subject.name.split(', ')
  const prefix = /\((.*)\)/.exec(rest)?.[1]
  const patient: Patient = {
    ...samples.samplePatient(),
    id: patientId,
    identifier: [{ system: systems.mrn, value: subject.mrn }],
    name: [
      {
        use: 'official',
        family,
        given: [rest.replace(/ \(.*/, '')],
        ...(prefix ? { prefix: [prefix] } : {}),
        ...(subject.nameAr ? { extension: [{ url: extensions.nameArabic, valueString: subject.nameAr }] } : {}),
      },
    ],
    gender: subject.sex,
    birthDate: subject.birthDate ?? undefined,
  }
  const encounter: Encounter = {
    ...samples.sampleEncounter(),
    id: `${patientId}-encounter`,
    subject: whose,
    period: { start: at },
    location: [
      { location: { reference: `Location/${subject.unitId}`, display: subject.unitName ?? '' } },
      { location: { display: subject.bed ?? '' }, physicalType: { coding: [{ code: 'bd' }] } },
    ],
  }
  const team = { ...samples.sampleCareTeam(), id: `${patientId}-team`, subject: whose }
  return ward.record('dr.amal', subject, [
    { type: 'patient.created', resource: patient, data: {} },
    { type: 'encounter.started', resource: encounter, data: { fromUnitId: null } },
    { type: 'patient.careteam.changed', resource: team, data: {} },
  ])
}
