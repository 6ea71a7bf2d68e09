import { codeOf, displayTextOf, lineOf, type Prescribe, type Stored, systems } from '@wardline/events'
import type { MedicationRequest } from 'fhir/r4'
import { Refusal } from '../../commands/refusal.ts'
import type { Drug } from '../../reference-data/medications/formulary.ts'

/** Route and unit must be allowed for the product: no intravenous tablet, no insulin in millilitres (MED-3). */
export function mustSuitDrug(drug: Drug, { route, dose }: Pick<Prescribe, 'route' | 'dose'>): void {
  if (!drug.routes.includes(route)) throw new Refusal('INVALID_INPUT', { field: 'route', allowed: drug.routes })
  if (!drug.doseUnits.includes(dose.unit)) throw new Refusal('INVALID_INPUT', { field: 'dose.unit', allowed: drug.doseUnits })
  if (Number(dose.value) <= 0) throw new Refusal('INVALID_INPUT', { field: 'dose.value', rule: 'greater than zero' })
}

/** Antibiotics and opioids need a duration or a review date (ORD-6), except single doses. */
export function mustHaveLimit(
  drug: Drug,
  { durationDays, reviewDays, frequency }: Pick<Prescribe, 'durationDays' | 'reviewDays' | 'frequency'>,
): void {
  if (!drug.timeLimited || frequency === 'once now' || durationDays !== null || reviewDays !== null) return
  throw new Refusal('INVALID_INPUT', { field: 'durationDays', rule: `a stop or review date for an ${drug.timeLimited}` })
}

/** An active prescription of the same medication. */
export interface SameMedicine {
  readonly prescriptionId: string
  readonly generic: string
  readonly text: string | null
  readonly by: string | null
  readonly at: string | null
}

export const sameMedicine = (drug: Drug, active: readonly Stored<MedicationRequest>[]): readonly SameMedicine[] =>
  active
    .filter(({ medicationCodeableConcept: concept }) => {
      const code = codeOf(concept, systems.rxnorm)
      // Medications of other systems have product codes; their text starts with the ingredient.
      return code === drug.code || (displayTextOf(concept)?.toLowerCase().startsWith(drug.generic) ?? false)
    })
    .map((request) => ({
      prescriptionId: request.id,
      generic: lineOf(request).generic,
      text: lineOf(request).text,
      by: request.requester?.display ?? null,
      at: request.authoredOn ?? null,
    }))

/** Only active prescriptions can be discontinued; the refusal names who ended it. */
export function mustBeActive(request: Stored<MedicationRequest>, stoppedBy: string | null): void {
  if (request.status === 'active' || request.status === 'on-hold') return
  throw new Refusal('NOT_IN_THIS_STATE', { status: request.status, by: stoppedBy, at: request.meta.lastUpdated })
}
