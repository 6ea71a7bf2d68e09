import { type Subject, subjectOf, type VitalSign, vitalSigns } from '@wardline/events'
import { analyteOf } from '../reference-data/laboratory/analytes.ts'
import { CREATININE, ESTIMATED_GFR, estimatedGfr } from '../reference-data/laboratory/estimated-gfr.ts'
import { rangeFor } from '../reference-data/laboratory/ranges.ts'
import { orderableOf } from '../reference-data/orders/orderables.ts'
import { allergyResources, careTeamResource, encounterResource, nurseOf, patientResource, problemResources } from './patients/admission.ts'
import { EncounterBuilder, MINUTE_MS } from './patients/encounter-builder.ts'
import { janesResults } from './patients/jane.ts'
import { type Drift, type PatientScenario, patientScenarios } from './patients/patient-scenarios.ts'
import { type DemoPatient, demoPatients } from './patients/people.ts'
import { chanceFrom, seedOf } from './random.ts'
import { seedFormerResults, seedOrder, seedResults } from './seed/seed-laboratory.ts'
import { seedMedication } from './seed/seed-pharmacy.ts'
import { seedReviews } from './seed/seed-reviews.ts'
import { chaptersOf, type SeedChapter } from './seed/seed-steps.ts'
import { seedVitals } from './seed/seed-vitals.ts'
import { demoStaff } from './staff.ts'

/** One patient of the demo hospital: the batches to record, in order. */
export interface DemoStay {
  readonly patientId: string
  readonly chapters: readonly SeedChapter[]
}

const HOURS_RECENT = 12

/** Interpolates between the start and end of a trend; `part` runs from 0 to 1. */
const along = ([from, to, waver = 0]: Drift, part: number, wave: number): number => from + (to - from) * part + wave * waver

/** Returns a normal value for this age and sex: the middle of the reference interval. */
function usual(code: string, subject: Subject, at: string): Drift {
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
    const drawn = along(labs[code] ?? usual(code, stay.subject, at), part, stay.chance.waver())
    const reckoned = code === ESTIMATED_GFR && values[CREATININE] ? estimatedGfr(Number(values[CREATININE]), stay.subject, at) : drawn
    if (reckoned !== null) values[code] = Math.max(analyte.technical[0], reckoned).toFixed(analyte.decimals)
  }
  return values
}

function vitalsDuring(stay: EncounterBuilder, { vitals }: PatientScenario, hours: number, endedHoursAgo: number): void {
  const rounds = Math.max(2, Math.min(9, Math.round((hours - endedHoursAgo) / 6)))
  for (let round = 0; round < rounds; round++) {
    const part = round / (rounds - 1)
    const hoursAgo = hours - 0.6 - (hours - 0.9 - endedHoursAgo) * part
    const measured = Object.entries(vitals as Record<VitalSign, Drift>).flatMap(([sign, drift]) => {
      // Weight is measured once, at admission.
      if (sign === 'weight' && round > 0) return []
      const digits = sign === 'temperature' || sign === 'weight' ? 1 : 0
      const value = Number(along(drift, part, stay.chance.waver()).toFixed(digits))
      const [low, high] = vitalSigns[sign as VitalSign].hard
      // Random values never become critical: every critical value of the demo is written explicitly.
      const least = sign === 'oxygenSaturation' ? 90 : low
      return [[sign, Math.min(high, Math.max(least, value))]]
    })
    seedVitals(stay, stay.minutesAgo(hoursAgo * 60), Object.fromEntries(measured))
  }
}

function resultsDuring(stay: EncounterBuilder, { panels, labs }: PatientScenario, hours: number, endedHoursAgo: number): void {
  const collections = Math.max(1, Math.min(4, Math.round((hours - endedHoursAgo) / 12)))
  for (let index = 0; index < collections; index++) {
    const part = collections === 1 ? 1 : index / (collections - 1)
    const hoursAgo = hours - 0.5 - (hours - 2.2 - endedHoursAgo) * part
    const collectedAt = stay.minutesAgo(hoursAgo * 60)
    for (const panel of panels) seedResults(stay, panel, collectedAt, valuesOf(stay, panel, labs, collectedAt, part))
  }
}

/** Seeds one collection every four days before admission: frequent attenders have thousands of values. */
function resultsBefore(stay: EncounterBuilder, { panels, labs }: PatientScenario, { historyDays, admittedHoursAgo }: DemoPatient): void {
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
export function demoStay(demo: DemoPatient, now: Date): DemoStay {
  const at = (hoursAgo: number) => new Date(now.getTime() - hoursAgo * 60 * MINUTE_MS).toISOString()
  const course: PatientScenario = patientScenarios[demo.course]
  const admittedAt = at(demo.admittedHoursAgo)
  const diedAt = demo.diedHoursAgo === null ? null : at(demo.diedHoursAgo)
  const ended = demo.diedHoursAgo ?? 0
  const patient = patientResource(demo, null)
  const encounter = encounterResource(demo, admittedAt, null)
  const stay = new EncounterBuilder(demo, subjectOf(patient, encounter), chanceFrom(seedOf(demo.key)), now)

  const { admin } = demoStaff
  stay.tell(
    admin,
    admittedAt,
    [patient, encounter, careTeamResource(demo)],
    [
      { type: 'patient.created', resource: patient, data: {} },
      { type: 'encounter.started', resource: encounter, data: { fromUnitId: null } },
      { type: 'patient.careteam.changed', resource: careTeamResource(demo), data: {} },
    ],
  )
  const problems = problemResources(demo, course, admittedAt)
  stay.tell(
    demo.attending,
    admittedAt,
    problems,
    problems.map((resource) => ({ type: 'diagnosis.added', resource, data: {} }) as const),
  )
  const allergies = allergyResources(demo, course, at(demo.admittedHoursAgo - 0.3))
  stay.tell(
    nurseOf(demo),
    at(demo.admittedHoursAgo - 0.3),
    allergies,
    allergies.map((resource) => ({ type: 'patient.allergy.added', resource, data: {} }) as const),
  )

  resultsBefore(stay, course, demo)
  vitalsDuring(stay, course, demo.admittedHoursAgo, ended)
  if (demo.course === 'pneumoniaWithKidneyInjury') janesResults(stay)
  else resultsDuring(stay, course, demo.admittedHoursAgo, ended)
  seedReviews(stay)
  if (!diedAt) {
    for (const medicine of course.medicines)
      seedMedication(stay, { ...medicine, hoursAgo: Math.min(medicine.hoursAgo, demo.admittedHoursAgo - 0.4) })
    for (const order of course.orders) seedOrder(stay, order)
  } else {
    const gone = patientResource(demo, diedAt)
    const over = encounterResource(demo, admittedAt, diedAt)
    stay.subject = subjectOf(gone, over)
    stay.tell(
      admin,
      diedAt,
      [gone, over],
      [
        { type: 'patient.updated', resource: gone, data: {} },
        { type: 'encounter.completed', resource: over, data: { fromUnitId: demo.unitId } },
      ],
    )
  }
  return { patientId: demo.key, chapters: chaptersOf(stay.steps, at(HOURS_RECENT)) }
}

/** Returns the demo hospital as of `now`; deterministic for a given time. */
export const demoHospital = (now: Date): readonly DemoStay[] => demoPatients.map((demo) => demoStay(demo, now))
