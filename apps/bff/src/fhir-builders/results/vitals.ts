import {
  bloodPressurePanel,
  flagFor,
  type RecordVitals,
  reportedNumber,
  staff,
  systems,
  type VitalSign,
  vitalSigns,
  type WithId,
} from '@wardline/events'
import type { CodeableConcept, Observation, ObservationReferenceRange } from 'fhir/r4'
import { inBand, yearsBetween } from '../../reference-data/age.ts'
import { interpretationOf } from '../../reference-data/laboratory/flags.ts'
import { quantityOf } from '../../reference-data/laboratory/reported-number.ts'
import { type Critical, criticalIn, thresholdFor } from '../../reference-data/laboratory/thresholds.ts'
import { type Authorship, patientOf } from '../authorship.ts'

type Values = RecordVitals['values']

/** NEWS2 applies from 16 years on; vital signs of children carry no NEWS2 flag. */
const ADULT = { fromYears: 16, toYears: null }

const concept = ({ code, display }: { readonly code: string; readonly display: string }): CodeableConcept => ({
  coding: [{ system: systems.loinc, code, display }],
  text: display,
})

export interface VitalsInput extends Authorship {
  readonly values: Values
  /** Time of measurement; `at` is the time of entry (CHT-9). */
  readonly effectiveAt: string
  readonly newId: () => string
}

export interface BuiltVital {
  readonly observation: WithId<Observation>
  readonly critical: Critical | null
}

/** Builds one Observation for each vital sign; systolic and diastolic pressure share one. */
export function buildVitals(input: VitalsInput): readonly BuiltVital[] {
  const single = (Object.keys(vitalSigns) as VitalSign[]).filter((sign) => sign !== 'systolic' && sign !== 'diastolic')
  return [
    ...single.flatMap((sign) => (input.values[sign] === null ? [] : [buildVital(input, sign, input.values[sign])])),
    ...bloodPressure(input),
  ]
}

const commonElements = ({ subject, by, at, effectiveAt, newId }: VitalsInput): Omit<Observation, 'code'> & { readonly id: string } => ({
  resourceType: 'Observation',
  id: newId(),
  status: 'final',
  category: [{ coding: [{ system: systems.observationCategory, code: 'vital-signs' }] }],
  subject: patientOf(subject),
  effectiveDateTime: effectiveAt,
  issued: at,
  performer: [staff(by)],
})

const normalOf = ({ subject, effectiveAt }: VitalsInput, sign: VitalSign): { low: number; high: number } | null => {
  const { normal } = vitalSigns[sign]
  return normal && inBand(ADULT, yearsBetween(subject.birthDate, effectiveAt)) ? { low: normal[0], high: normal[1] } : null
}

const rangeOf = (normal: { low: number; high: number } | null): { referenceRange?: ObservationReferenceRange[] } =>
  normal ? { referenceRange: [{ low: { value: normal.low }, high: { value: normal.high }, text: `${normal.low}–${normal.high}` }] } : {}

function buildVital(input: VitalsInput, sign: VitalSign, measured: number): BuiltVital {
  const { code, unit, ucum } = vitalSigns[sign]
  const value = reportedNumber(String(measured))
  const critical = criticalIn(value, thresholdFor(code, ucum, input.subject, input.effectiveAt))
  const normal = normalOf(input, sign)
  const flag = flagFor(value, normal, critical?.flag ?? null)
  return {
    critical,
    observation: {
      ...commonElements(input),
      code: concept(vitalSigns[sign]),
      valueQuantity: quantityOf(value, unit, ucum),
      ...(flag ? { interpretation: [interpretationOf(flag)] } : {}),
      ...rangeOf(normal),
    },
  }
}

function bloodPressure(input: VitalsInput): readonly BuiltVital[] {
  const { systolic, diastolic } = input.values
  if (systolic === null || diastolic === null) return []
  const flags = (['systolic', 'diastolic'] as const).map((sign) =>
    flagFor(reportedNumber(String(input.values[sign])), normalOf(input, sign), null),
  )
  // The systolic flag has precedence: NEWS2 scores systolic pressure only.
  const flag = flags.find((candidate) => candidate !== null && candidate !== 'N') ?? flags[0]
  const part = (sign: 'systolic' | 'diastolic', measured: number) => ({
    code: concept(vitalSigns[sign]),
    valueQuantity: quantityOf(reportedNumber(String(measured)), vitalSigns[sign].unit, vitalSigns[sign].ucum),
  })
  const observation: WithId<Observation> = {
    ...commonElements(input),
    code: concept(bloodPressurePanel),
    component: [part('systolic', systolic), part('diastolic', diastolic)],
    ...(flag ? { interpretation: [interpretationOf(flag)] } : {}),
    ...rangeOf(normalOf(input, 'systolic')),
  }
  return [{ observation, critical: null }]
}
