import { type MedicationRow, medicationsView, rowOrder } from '@wardline/events'
import { countByCategory } from '@wardline/ui'

/** Sections of the list, in display order; each medication belongs to exactly one (MED-1). */
export const medicationSections = ['scheduled', 'asNeeded', 'suspended', 'elsewhere', 'stopped'] as const
export type MedicationSection = (typeof medicationSections)[number]

const endedStatuses: readonly MedicationRow['status'][] = ['stopped', 'cancelled', 'completed', 'entered-in-error']

export function sectionOf(row: Pick<MedicationRow, 'status' | 'stage' | 'asNeeded'>): MedicationSection {
  if (endedStatuses.includes(row.status)) return 'stopped'
  if (row.status === 'on-hold') return 'suspended'
  // Prescribed elsewhere: known from another record, never sent to this pharmacy.
  if (row.stage === 'none') return 'elsewhere'
  return row.asNeeded ? 'asNeeded' : 'scheduled'
}

const compareByView = rowOrder(medicationsView)

/** Orders by section, and by the order of the view within a section. */
export const compareBySection = (a: MedicationRow, b: MedicationRow): number =>
  medicationSections.indexOf(sectionOf(a)) - medicationSections.indexOf(sectionOf(b)) || compareByView(a, b)

/** Counts active medications, wherever they were prescribed. */
export const activeMedicationCounter = () => countByCategory<MedicationRow, 'active'>(['active'])
export const countsAsActive = ({ status }: MedicationRow) => (status === 'active' ? (['active'] as const) : [])

/** How long a discontinued medication stays in the list of current ones (RT-9). */
export const LINGER_MS = 60_000

/** Returns active and held medications with the same ingredient, which a new prescription would duplicate. */
export const sameIngredient = (rows: readonly MedicationRow[], drug: { readonly code: string; readonly generic: string }) =>
  rows.filter(
    (row) =>
      ['active', 'on-hold'].includes(row.status) &&
      // Medications from other systems carry product codes; their names begin with the ingredient.
      (row.code === drug.code || row.generic.toLowerCase().startsWith(drug.generic.toLowerCase())),
  )
