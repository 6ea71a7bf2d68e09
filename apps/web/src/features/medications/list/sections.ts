import { comparing, type MedicationRow, medicationsView } from '@wardline/events'
import { counting } from '@wardline/ui'

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

const inView = comparing(medicationsView)

/** Section by section, each in the view's own order. */
export const inSections = (a: MedicationRow, b: MedicationRow): number =>
  medicationSections.indexOf(sectionOf(a)) - medicationSections.indexOf(sectionOf(b)) || inView(a, b)

/** Counts what the patient gets now, wherever it was prescribed. */
export const activeMedicines = () => counting<MedicationRow, 'active'>(['active'])
export const activeAs = ({ status }: MedicationRow) => (status === 'active' ? (['active'] as const) : [])

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
