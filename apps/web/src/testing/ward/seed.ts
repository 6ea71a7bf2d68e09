import { type Subject, staff, systems, type VitalSign, vitalSigns } from '@wardline/events'
import { aSubject, samples } from '@wardline/events/testing'
import type { Encounter, Observation, Patient } from 'fhir/r4'
import { drugs, orderables } from './catalogue.ts'
import { draftOrder, draftPrescription, draftResult, fulfilmentOf, patientOf, verificationOf } from './drafts.ts'
import { staffNamed } from './staff.ts'
import type { Ward } from './ward.ts'

const HOUR_MS = 3_600_000
const amal = staffNamed('dr.amal')
const huda = staffNamed('nurse.huda')
const yusuf = staffNamed('lab.yusuf')

const patients: readonly Partial<Subject>[] = [
  { mrn: '1297287652', name: 'SMITH, Jane (Mrs)', birthDate: '1959-03-14', sex: 'female', bed: 'Bed 12' },
  { mrn: '3031140021', name: 'IDRIS, Musa', nameAr: 'موسى إدريس', birthDate: '1972-02-08', sex: 'male', bed: 'Bed 04' },
  { mrn: '2256018847', name: 'MOHAMED, Ahmed (Mr)', nameAr: 'أحمد محمد', birthDate: '1950-12-19', sex: 'male', bed: 'Bed 01' },
  { mrn: '8830142975', name: 'MOHAMED, Ahmad', nameAr: 'أحمد محمد', birthDate: '1978-07-07', sex: 'male', bed: 'Bed 08' },
  {
    mrn: '5512098833',
    name: 'OSMAN, Ali',
    nameAr: 'علي عثمان',
    birthDate: '1985-05-21',
    sex: 'male',
    bed: 'Bed 02',
    unitId: 'ward-5' as never,
    unitName: 'Ward 5 · Surgery',
  },
  {
    mrn: '6617745520',
    name: 'TAHA, Amna',
    nameAr: 'آمنة طه',
    birthDate: '2024-03-02',
    sex: 'female',
    bed: 'Bed 06',
    unitId: 'ward-5' as never,
    unitName: 'Ward 5 · Surgery',
  },
]

const potassium = ['4.4', '4.7', '4.9', '5.2', '5.9'] as const
const usualVitals: Partial<Record<VitalSign, number>> = {
  respiratoryRate: 22,
  oxygenSaturation: 94,
  pulse: 98,
  temperature: 37.9,
  weight: 71.4,
}

/** Admits a few patients with a short past, the same ones each time; times count back from `now`. */
export function seedWard(ward: Ward, now = Date.now()): void {
  const ago = (hours: number) => new Date(now - hours * HOUR_MS).toISOString()
  for (const [index, known] of patients.entries()) {
    const subject = aSubject({ patientId: `p-${index + 1}` as never, ...known })
    ward.admit(subject)
    admit(ward, subject, ago(50))
    recordPast(ward, subject, ago)
  }
  const jane = ward.subjects[0]
  if (jane) recordJane(ward, jane, ago)
}

function admit(ward: Ward, subject: Subject, at: string): void {
  const [family = '', rest = ''] = subject.name.split(', ')
  const patient: Patient = {
    ...samples.samplePatient(),
    id: subject.patientId,
    identifier: [{ system: systems.mrn, value: subject.mrn }],
    name: [
      {
        use: 'official',
        family,
        given: [rest.replace(/ \(.*/, '')],
        ...(rest.includes('(') ? { prefix: [rest.replace(/.*\(|\)/g, '')] } : {}),
      },
    ],
    gender: subject.sex,
    birthDate: subject.birthDate ?? undefined,
  }
  const encounter: Encounter = {
    ...samples.sampleEncounter(),
    id: `${subject.patientId}-encounter`,
    subject: patientOf(subject),
    period: { start: at },
    location: [
      { location: { reference: `Location/${subject.unitId}`, display: subject.unitName } },
      { location: { display: subject.bed ?? '' }, physicalType: { coding: [{ code: 'bd' }] } },
    ],
    participant: [{ individual: staff(amal) }],
  }
  ward.record(
    amal,
    null,
    subject,
    [
      { type: 'patient.created', resource: patient, data: {} },
      { type: 'encounter.started', resource: encounter, data: { fromUnitId: null } },
      {
        type: 'patient.careteam.changed',
        resource: { ...samples.sampleCareTeam(), id: `${subject.patientId}-team`, subject: patientOf(subject) },
        data: {},
      },
    ],
    at,
  )
}

function recordPast(ward: Ward, subject: Subject, ago: (hours: number) => string): void {
  for (const hours of [30, 18, 6]) {
    const [first, ...others] = vitals(ward, subject, ago(hours))
    if (first)
      ward.record(huda, null, subject, [{ type: 'encounter.vitals.recorded', resource: first, related: others, data: {} }], ago(hours))
  }
  const observations = ['2951-2', '14682-9', '1988-5'].map((code, index) =>
    draftResult(ward.newId('result'), subject, code, ['138', '76', '4'][index] ?? '1', ago(12), ago(11)),
  )
  release(ward, subject, observations, ago(11))
}

const vitals = (ward: Ward, subject: Subject, at: string): Observation[] =>
  (Object.entries(usualVitals) as [VitalSign, number][]).map(([sign, value]) => ({
    ...samples.sampleVital(),
    id: ward.newId('vital'),
    subject: patientOf(subject),
    code: { coding: [{ system: systems.loinc, code: vitalSigns[sign].code }], text: vitalSigns[sign].display },
    effectiveDateTime: at,
    issued: at,
    performer: [staff(huda)],
    valueQuantity: { value, unit: vitalSigns[sign].unit },
    interpretation: [],
  }))

function release(ward: Ward, subject: Subject, observations: readonly Observation[], at: string): void {
  const report = { ...samples.sampleReport(), id: ward.newId('report'), subject: patientOf(subject), basedOn: undefined, issued: at }
  ward.record(
    yusuf,
    null,
    subject,
    [{ type: 'lab.result.available', resource: report, related: observations, data: { orderId: null } }],
    at,
  )
}

/** The patient of the drawings: penicillin, a potassium that rises, an order on the bench, a prescription to verify. */
function recordJane(ward: Ward, jane: Subject, ago: (hours: number) => string): void {
  const told = { subject: patientOf(jane) }
  ward.record(
    amal,
    null,
    jane,
    [
      {
        type: 'patient.allergy.added',
        resource: { ...samples.sampleAllergy(), id: ward.newId('allergy'), patient: patientOf(jane) },
        data: {},
      },
      { type: 'diagnosis.added', resource: { ...samples.sampleCondition(), id: ward.newId('problem'), ...told }, data: {} },
    ],
    ago(48),
  )
  for (const [index, value] of potassium.entries())
    release(
      ward,
      jane,
      [draftResult(ward.newId('result'), jane, '2823-3', value, ago(44 - index * 9), ago(43 - index * 9))],
      ago(43 - index * 9),
    )

  const [orderable] = orderables
  if (orderable) {
    const order = draftOrder(ward.newId('order'), jane, amal, ago(1), orderable, { priority: 'stat', indication: null, note: null })
    ward.record(
      amal,
      null,
      jane,
      [{ type: 'lab.order.created', resource: order, related: [fulfilmentOf(order, jane)], data: { duplicateReason: null } }],
      ago(1),
    )
  }
  for (const [index, drug] of drugs.entries()) {
    const { usual } = drug
    const asked = {
      ...usual,
      dose: { value: usual.value, unit: usual.unit },
      durationDays: null,
      asNeededReason: null,
      priority: index === 0 ? ('urgent' as const) : ('routine' as const),
      indication: 'pneumonia',
      note: null,
    }
    const request = draftPrescription(ward.newId('rx'), jane, amal, ago(0.5 + index), drug, asked)
    ward.record(
      amal,
      null,
      jane,
      [
        {
          type: 'pharmacy.medication.prescribed',
          resource: request,
          related: [verificationOf(request, jane)],
          data: { duplicateReason: null },
        },
      ],
      ago(0.5 + index),
    )
  }
}
