import type { MedicationRow } from '@wardline/events'

/** Never one unlabelled list (MED-1): each medicine stands under exactly one of these, in this order. */
export const medicationSections = ['scheduled', 'asNeeded', 'suspended', 'elsewhere', 'stopped'] as const
export type MedicationSection = (typeof medicationSections)[number]

const over: readonly MedicationRow['status'][] = ['stopped', 'cancelled', 'completed', 'entered-in-error']

export function sectionOf(row: Pick<MedicationRow, 'status' | 'stage' | 'asNeeded'>): MedicationSection {
  if (over.includes(row.status)) return 'stopped'
  if (row.status === 'on-hold') return 'suspended'
  // Nobody here prescribed it: known from another record, never sent to this pharmacy.
  if (row.stage === 'none') return 'elsewhere'
  return row.asNeeded ? 'asNeeded' : 'scheduled'
}

/** The rows section by section, each in the view's own order. */
export const inSections = (rows: readonly MedicationRow[]): readonly MedicationRow[] =>
  medicationSections.flatMap((section) => rows.filter((row) => sectionOf(row) === section))

/** What the patient gets now, wherever it was prescribed. */
export const activeOf = (rows: readonly MedicationRow[]): readonly MedicationRow[] => rows.filter(({ status }) => status === 'active')

/** What was just stopped stays this long among the current ones (RT-9). */
export const LINGER_MS = 60_000

/** Active medicines with the same ingredient: what a new prescription would double. */
export const sameIngredient = (rows: readonly MedicationRow[], drug: { readonly code: string; readonly generic: string }) =>
  rows.filter(
    (row) =>
      ['active', 'on-hold'].includes(row.status) &&
      // Medicines recorded elsewhere carry product codes; their words begin with the ingredient.
      (row.code === drug.code || row.generic.toLowerCase().startsWith(drug.generic.toLowerCase())),
  )
