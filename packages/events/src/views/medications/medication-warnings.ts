import type { DetectedIssue } from 'fhir/r4'
import type { ClinicalEvent } from '../../catalog/index.ts'
import { idOf } from '../../fhir.ts'

export type WarningEvent = ClinicalEvent<'pharmacy.interaction.alert' | 'pharmacy.allergy.contraindication' | 'pharmacy.dose.alert'>

export interface MedicationWarning {
  /** Id of the DetectedIssue; a repeated message replaces the warning. */
  readonly id: string
  readonly kind: 'interaction' | 'allergy' | 'dose'
  readonly severity: NonNullable<DetectedIssue['severity']> | null
  /** Text of the sender. */
  readonly detail: string | null
  /** The other drug or the allergy involved. */
  readonly against: readonly string[]
  readonly source: string | null
  readonly at: string
}

const kinds = {
  'pharmacy.interaction.alert': 'interaction',
  'pharmacy.allergy.contraindication': 'allergy',
  'pharmacy.dose.alert': 'dose',
} as const satisfies Record<WarningEvent['type'], MedicationWarning['kind']>

/** Returns the prescriptions of a warning; it is shown on each of them. */
export const prescriptionsIn = (issue: DetectedIssue): readonly string[] =>
  (issue.implicated ?? []).map((reference) => idOf(reference, 'MedicationRequest')).filter((id): id is string => id !== null)

export function withWarning(
  warnings: readonly MedicationWarning[],
  prescriptionId: string,
  { type, resource, data, occurredAt }: WarningEvent,
): readonly MedicationWarning[] {
  const others = warnings.filter(({ id }) => id !== resource.id)
  if (resource.status === 'entered-in-error' || resource.status === 'cancelled') return others
  const warning: MedicationWarning = {
    id: resource.id,
    kind: kinds[type],
    severity: resource.severity ?? null,
    detail: resource.detail ?? null,
    against: (resource.implicated ?? [])
      .filter((reference) => idOf(reference, 'MedicationRequest') !== prescriptionId)
      .flatMap(({ display }) => display ?? []),
    source: data.source,
    at: resource.identifiedDateTime ?? occurredAt,
  }
  return [...others, warning]
}
