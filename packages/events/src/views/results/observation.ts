import type { Observation, ObservationReferenceRange } from 'fhir/r4'
import { codeOf, displayTextOf, extensions, reportedDigits, systems } from '../../fhir.ts'
import { type Flag, flags } from '../../interpretation.ts'
import { displayUnit } from './units.ts'

/** The reference range stored with the observation (FLG-5). */
export interface ReferenceRange {
  readonly low: number | null
  readonly high: number | null
  /** As reported: `3.5–5.1`, `< 5`. */
  readonly text: string
}

export interface Reported {
  /** Digits with comparator as reported, coded answer or text; null without a value. */
  readonly value: string | null
  /** For plotting only; never shown. */
  readonly number: number | null
  readonly comparator: '<' | '<=' | '>=' | '>' | 'ad' | null
  readonly unit: string | null
  readonly flag: Flag | null
  readonly range: ReferenceRange | null
}

/** Checks the laboratory may have to confirm before release (LAB-5). */
export const checks = ['delta', 'critical'] as const
export type Check = (typeof checks)[number]

/** Returns the checks confirmed for an observation. */
export const checksOf = (observation: Observation): readonly Check[] =>
  checks.filter((check) => observation.extension?.some(({ url, valueCode }) => url === extensions.confirmedCheck && valueCode === check))

export const loincOf = (observation: Observation): string =>
  codeOf(observation.code, systems.loinc) ?? observation.code.coding?.[0]?.code ?? ''

const flagOf = (observation: Observation): Flag | null => {
  const code = observation.interpretation?.map((concept) => codeOf(concept, systems.interpretation)).find(Boolean)
  return flags.find((flag) => flag === code) ?? null
}

const rangeOf = (range: ObservationReferenceRange | undefined): ReferenceRange | null => {
  if (!range) return null
  const [low, high] = [range.low?.value ?? null, range.high?.value ?? null]
  const text =
    range.text ?? (low !== null && high !== null ? `${low}–${high}` : low !== null ? `≥ ${low}` : high !== null ? `≤ ${high}` : '')
  return text ? { low, high, text } : null
}

const component = (observation: Observation, code: string) =>
  observation.component?.find((part) => part.code.coding?.some((coding) => coding.code === code))?.valueQuantity

/** Returns systolic (LOINC 8480-6) and diastolic (8462-4) pressure as one value, `104/62`. */
function bloodPressure(observation: Observation): Pick<Reported, 'value' | 'number' | 'unit'> | null {
  const [systolic, diastolic] = [component(observation, '8480-6'), component(observation, '8462-4')]
  if (!systolic || !diastolic) return null
  return {
    value: `${reportedDigits(systolic)}/${reportedDigits(diastolic)}`,
    number: systolic.value ?? null,
    unit: systolic.unit ?? 'mmHg',
  }
}

/** Returns the value of an observation as shown in lists and charts. */
export function reportedIn(observation: Observation): Reported {
  const quantity = observation.valueQuantity
  const pressure = bloodPressure(observation)
  return {
    value:
      pressure?.value ??
      reportedDigits(quantity) ??
      displayTextOf(observation.valueCodeableConcept) ??
      observation.valueString ??
      (observation.valueInteger === undefined ? null : String(observation.valueInteger)) ??
      (observation.component?.length
        ? observation.component
            .map(
              (part) =>
                `${displayTextOf(part.code)} ${reportedDigits(part.valueQuantity) ?? displayTextOf(part.valueCodeableConcept) ?? ''}`,
            )
            .join(', ')
        : null),
    number: pressure?.number ?? quantity?.value ?? observation.valueInteger ?? null,
    comparator: quantity?.comparator ?? null,
    unit: displayUnit(pressure?.unit ?? quantity?.unit ?? quantity?.code),
    flag: flagOf(observation),
    range: rangeOf(observation.referenceRange?.[0]),
  }
}

const inCategory = (observation: Observation, code: string): boolean =>
  observation.category?.some((category) => category.coding?.some((coding) => coding.code === code)) ?? false

export const isVital = (observation: Observation): boolean => inCategory(observation, 'vital-signs')
export const isLaboratory = (observation: Observation): boolean => inCategory(observation, 'laboratory')
