import type { Dosage, MedicationRequest } from 'fhir/r4'
import { codeOf, displayTextOf, extensions, reportedDigits, systems } from '../../fhir.ts'

/** Parts of a medication order, shown alike in lists, labels and the signing dialog (FMT-11), never as one truncated string. */
export interface MedicationLine {
  readonly code: string | null
  readonly generic: string
  readonly brand: string | null
  readonly form: string | null
  readonly dose: { readonly value: string; readonly unit: string } | null
  readonly route: string | null
  readonly frequency: string | null
  readonly asNeeded: boolean
  readonly asNeededReason: string | null
  readonly duration: string | null
  readonly indication: string | null
  /** Supply unit and, if countable, quantity: `5 vial`. Dispensed quantities use this unit (PHQ-16). */
  readonly supply: { readonly value: number | null; readonly unit: string } | null
  /** The whole instruction as stored, for sources without structured parts. */
  readonly text: string | null
}

const unitOfTime: Record<string, string> = { s: 'second', min: 'minute', h: 'hour', d: 'day', wk: 'week', mo: 'month', a: 'year' }

/** Returns a FHIR Timing as text: `once daily`, `every 8 hours`. */
function frequencyOf(dosage: Dosage | undefined): string | null {
  const coded = displayTextOf(dosage?.timing?.code)
  if (coded) return coded
  const { frequency, period, periodUnit } = dosage?.timing?.repeat ?? {}
  if (frequency === undefined || period === undefined || !periodUnit) return null
  const unit = unitOfTime[periodUnit] ?? periodUnit
  return period === 1
    ? `${frequency} time${frequency === 1 ? '' : 's'} a ${unit}`
    : `${frequency === 1 ? '' : `${frequency} times `}every ${period} ${unit}s`
}

function supplyOf({ dispenseRequest }: MedicationRequest): MedicationLine['supply'] {
  const quantity = dispenseRequest?.quantity
  const unit = quantity?.unit ?? quantity?.code
  return unit ? { value: quantity?.value ?? null, unit } : null
}

export function lineOf(request: MedicationRequest): MedicationLine {
  const dosage = request.dosageInstruction?.[0]
  const quantity = dosage?.doseAndRate?.[0]?.doseQuantity
  const bounds = dosage?.timing?.repeat?.boundsDuration
  const concept = request.medicationCodeableConcept
  return {
    code: codeOf(concept, systems.rxnorm) ?? concept?.coding?.[0]?.code ?? null,
    generic: displayTextOf(concept) ?? request.medicationReference?.display ?? 'Not recorded',
    brand: null,
    form: request.extension?.find((extension) => extension.url === extensions.doseForm)?.valueString ?? null,
    dose: quantity ? { value: reportedDigits(quantity) ?? '', unit: quantity.unit ?? quantity.code ?? '' } : null,
    route: displayTextOf(dosage?.route),
    frequency: frequencyOf(dosage),
    asNeeded: dosage?.asNeededBoolean ?? dosage?.asNeededCodeableConcept !== undefined,
    asNeededReason: displayTextOf(dosage?.asNeededCodeableConcept),
    duration: bounds?.value === undefined ? null : `${bounds.value} ${bounds.unit ?? 'days'}`,
    indication: displayTextOf(request.reasonCode?.[0]),
    supply: supplyOf(request),
    text: dosage?.text ?? null,
  }
}
