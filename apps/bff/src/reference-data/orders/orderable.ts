import type { OrderCategory } from '@wardline/events'
import type { Section } from '../laboratory/analytes.ts'

/** A catalogue item that can be ordered. */
export interface Orderable {
  /** Key used in commands: `lab:2823-3`. Not the code alone, because a code may be both an order and an analyte. */
  readonly id: string
  readonly category: OrderCategory
  readonly system: string
  readonly code: string
  readonly display: string
  /** Search terms: abbreviations, brand names and former names. */
  readonly synonyms: readonly string[]
  /** Specimen of a laboratory test, modality of an imaging study; null for other orders. */
  readonly detail: string | null
  readonly section: Section | null
  /** LOINC codes of the reported analytes, in worksheet order. */
  readonly analytes: readonly string[]
  /** An indication is required for signing (ORD-4). */
  readonly needsIndication: boolean
  /** An order or result of the same code within this time is shown as a duplicate (ORD-7). */
  readonly duplicateWithinHours: number
  /** Time limit of a continuing order; null for one-time orders (ORD-6). */
  readonly limit: Limit | null
  /** Safety checks that the system does not perform for this item; the signer is warned (SHL-11). */
  readonly unchecked: readonly Check[]
  /** Substance terms whose recorded allergies are shown with the order; this is not an allergy check (ORD-10). */
  readonly exposesTo: readonly string[]
}

export interface Limit {
  readonly kind: 'stop' | 'review'
  /** Default, which the signer may change. */
  readonly hours: number
  readonly maxHours: number
}

export type Check = 'allergy' | 'interaction' | 'renal' | 'pregnancy'

/** Properties of one-time orders without safety checks. */
export const oneTime = { limit: null, unchecked: [], exposesTo: [] } as const satisfies Partial<Orderable>
