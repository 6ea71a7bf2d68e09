import { type Subject, subjectOf, type VitalSign, vitalSigns } from '@wardline/events'
import { analyteOf } from '../reference-data/laboratory/analytes.ts'
import { CREATININE, ESTIMATED_GFR, estimatedGfr } from '../reference-data/laboratory/estimated-gfr.ts'
import { rangeFor } from '../reference-data/laboratory/ranges.ts'
import { orderableOf } from '../reference-data/orders/orderables.ts'
import { allergyResources, careTeamResource, encounterResource, nurseOf, patientResource, problemResources } from './patients/admission.ts'
import { EncounterBuilder, MINUTE_MS } from './patients/encounter-builder.ts'
import { janesResults } from './patients/jane.ts'
import { type PatientScenario, patientScenarios, type Trend } from './patients/patient-scenarios.ts'
import { type DemoPatient, demoPatients } from './patients/people.ts'
import { randomFrom, seedOf } from './random.ts'
import { seedFormerResults, seedOrder, seedResults } from './seed/seed-laboratory.ts'
import { seedMedication } from './seed/seed-pharmacy.ts'
import { seedReviews } from './seed/seed-reviews.ts'
import { batchesOf, type SeedBatch } from './seed/seed-steps.ts'
import { seedVitals } from './seed/seed-vitals.ts'
import { demoStaff } from './staff.ts'

/** One patient of the demo hospital: the batches to record, in order. */
export interface PatientHistory {
  readonly patientId: string
  readonly batches: readonly SeedBatch[]
}

const HOURS_RECENT = 12

/** Interpolates between the start and end of a trend; `part` runs from 0 to 1. */
const interpolate = ([from, to, variation = 0]: Trend, part: number, noise: number): number => from + (to - from) * part + noise * variation

/** Returns a normal value for this age and sex: the middle of the reference interval. */
function normalTrend(code: string, subject: Subject, at: string): Trend {
  const analyte = analyteOf(code)
  const range = analyte && rangeFor(analyte, subject, at)
  const low = range?.low ?? (range?.high ?? 1) * 0.5
  const high = range?.high ?? low * 1.4
  return [low + (high - low) * 0.45, low + (high - low) * 0.55, (high - low) * 0.2]
}

/** Returns the values of one collection with the decimals the laboratory reports; eGFR is calculated from the same creatinine. */
function valuesOf(
  stay: EncounterBuilder,
  orderableId: string,
  labs: PatientScenario['labs'],
  at: string,
  part: number,
): Readonly<Record<string, string>> {
  const codes = orderableOf(orderableId)?.analytes ?? []
  const values: Record<string, string> = {}
  for (const code of codes) {
    const analyte = analyteOf(code)
    if (!analyte) continue
    const simulated = interpolate(labs[code] ?? normalTrend(code, stay.subject, at), part, stay.chance.noise())
    const value = code === ESTIMATED_GFR && values[CREATININE] ? estimatedGfr(Number(values[CREATININE]), stay.subject, at) : simulated
    if (value !== null) values[code] = Math.max(analyte.technical[0], value).toFixed(analyte.decimals)
  }
  return values
}

function seedStayVitals(stay: EncounterBuilder, { vitals }: PatientScenario, hours: number, endedHoursAgo: number): void {
  const rounds = Math.max(2, Math.min(9, Math.round((hours - endedHoursAgo) / 6)))
  for (let round = 0; round < rounds; round++) {
    const part = round / (rounds - 1)
    const hoursAgo = hours - 0.6 - (hours - 0.9 - endedHoursAgo) * part
    const measured = Object.entries(vitals as Record<VitalSign, Trend>).flatMap(([sign, drift]) => {
      // Weight is measured once, at admission.
      if (sign === 'weight' && round > 0) return []
      const digits = sign === 'temperature' || sign === 'weight' ? 1 : 0
      const value = Number(interpolate(drift, part, stay.chance.noise()).toFixed(digits))
      const [low, high] = vitalSigns[sign as VitalSign].hard
      // Random values never become critical: every critical value of the demo is written explicitly.
      const lowest = sign === 'oxygenSaturation' ? 90 : low
      return [[sign, Math.min(high, Math.max(lowest, value))]]
    })
    seedVitals(stay, stay.minutesAgo(hoursAgo * 60), Object.fromEntries(measured))
  }
}

function seedStayResults(stay: EncounterBuilder, { panels, labs }: PatientScenario, hours: number, endedHoursAgo: number): void {
  const collections = Math.max(1, Math.min(4, Math.round((hours - endedHoursAgo) / 12)))
  for (let index = 0; index < collections; index++) {
    const part = collections === 1 ? 1 : index / (collections - 1)
    const hoursAgo = hours - 0.5 - (hours - 2.2 - endedHoursAgo) * part
    const collectedAt = stay.minutesAgo(hoursAgo * 60)
    for (const panel of panels) seedResults(stay, panel, collectedAt, valuesOf(stay, panel, labs, collectedAt, part))
  }
}

/** Seeds one collection every four days before admission: frequent attenders have thousands of values. */
function seedEarlierResults(
  stay: EncounterBuilder,
  { panels, labs }: PatientScenario,
  { historyDays, admittedHoursAgo }: DemoPatient,
): void {
  for (let day = historyDays; day > 2; day -= 4) {
    const collectedAt = stay.minutesAgo(admittedHoursAgo * 60 + day * 24 * 60)
    const [first, second] = panels
    const panel = stay.chance.happens(0.5) ? first : second
    if (!panel) continue
    seedFormerResults(stay, orderableOf(panel)?.display ?? '', collectedAt, {
      ...valuesOf(stay, panel, labs, collectedAt, 1 - day / historyDays),
      ...valuesOf(stay, panels[0] ?? panel, labs, collectedAt, 1 - day / historyDays),
      ...valuesOf(stay, panels[1] ?? panel, labs, collectedAt, 1 - day / historyDays),
    })
  }
}

/** Returns the whole history of one demo patient. */
export function patientHistoryOf(demo: DemoPatient, now: Date): PatientHistory {
  const at = (hoursAgo: number) => new Date(now.getTime() - hoursAgo * 60 * MINUTE_MS).toISOString()
  const scenario: PatientScenario = patientScenarios[demo.scenario]
  const admittedAt = at(demo.admittedHoursAgo)
  const diedAt = demo.diedHoursAgo === null ? null : at(demo.diedHoursAgo)
  const endedHoursAgo = demo.diedHoursAgo ?? 0
  const patient = patientResource(demo, null)
  const encounter = encounterResource(demo, admittedAt, null)
  const stay = new EncounterBuilder(demo, subjectOf(patient, encounter), randomFrom(seedOf(demo.key)), now)

  const { admin } = demoStaff
  stay.record(
    admin,
    admittedAt,
    [patient, encounter, careTeamResource(demo)],
    [
      { type: 'patient.created', resource: patient, data: {} },
      { type: 'encounter.started', resource: encounter, data: { fromUnitId: null } },
      { type: 'patient.careteam.changed', resource: careTeamResource(demo), data: {} },
    ],
  )
  const problems = problemResources(demo, scenario, admittedAt)
  stay.record(
    demo.attending,
    admittedAt,
    problems,
    problems.map((resource) => ({ type: 'diagnosis.added', resource, data: {} }) as const),
  )
  const allergies = allergyResources(demo, scenario, at(demo.admittedHoursAgo - 0.3))
  stay.record(
    nurseOf(demo),
    at(demo.admittedHoursAgo - 0.3),
    allergies,
    allergies.map((resource) => ({ type: 'patient.allergy.added', resource, data: {} }) as const),
  )

  seedEarlierResults(stay, scenario, demo)
  seedStayVitals(stay, scenario, demo.admittedHoursAgo, endedHoursAgo)
  if (demo.scenario === 'pneumoniaWithKidneyInjury') janesResults(stay)
  else seedStayResults(stay, scenario, demo.admittedHoursAgo, endedHoursAgo)
  seedReviews(stay)
  if (!diedAt) {
    for (const medicine of scenario.medicines)
      seedMedication(stay, { ...medicine, hoursAgo: Math.min(medicine.hoursAgo, demo.admittedHoursAgo - 0.4) })
    for (const order of scenario.orders) seedOrder(stay, order)
  } else {
    const deceasedPatient = patientResource(demo, diedAt)
    const finishedEncounter = encounterResource(demo, admittedAt, diedAt)
    stay.subject = subjectOf(deceasedPatient, finishedEncounter)
    stay.record(
      admin,
      diedAt,
      [deceasedPatient, finishedEncounter],
      [
        { type: 'patient.updated', resource: deceasedPatient, data: {} },
        { type: 'encounter.completed', resource: finishedEncounter, data: { fromUnitId: demo.unitId } },
      ],
    )
  }
  return { patientId: demo.key, batches: batchesOf(stay.steps, at(HOURS_RECENT)) }
}

/** Returns the demo hospital as of `now`; deterministic for a given time. */
export const demoHospital = (now: Date): readonly PatientHistory[] => demoPatients.map((demo) => patientHistoryOf(demo, now))
