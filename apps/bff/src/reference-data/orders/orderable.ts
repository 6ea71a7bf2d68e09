import type { OrderCategory } from '@wardline/events'
import type { Section } from '../laboratory/analytes.ts'

/** Something that can be ordered by itself. */
export interface Orderable {
  /** Key used in commands: `lab:2823-3`. Never the code alone: a code may be an order and an analyte. */
  readonly id: string
  readonly category: OrderCategory
  readonly system: string
  readonly code: string
  readonly display: string
  /** Other words people type: abbreviations, brand or older names. */
  readonly synonyms: readonly string[]
  /** Specimen of a laboratory test, modality of imaging; null for the rest. */
  readonly detail: string | null
  readonly section: Section | null
  /** LOINC codes of what the laboratory reports for it, in the order of the bench's sheet. */
  readonly analytes: readonly string[]
  /** An indication must be given before it is signed (ORD-4). */
  readonly needsIndication: boolean
  /** An equal order or result younger than this is shown as a duplicate (ORD-7). */
  readonly duplicateWithinHours: number
  /** It stops, or is to be looked at again, after so many hours; null for what happens once (ORD-6). */
  readonly limit: Limit | null
  /** What ought to be compared with the patient's record before it is signed, and is by nothing here (SHL-11). */
  readonly unchecked: readonly Check[]
  /** Words in an allergy that concerns it: shown beside it, which is no check (ORD-10). */
  readonly exposesTo: readonly string[]
}

export interface Limit {
  readonly kind: 'stop' | 'review'
  /** Unless the signer says otherwise. */
  readonly hours: number
  readonly mostHours: number
}

export type Check = 'allergy' | 'interaction' | 'renal' | 'pregnancy'

/** Of what happens once and touches nothing. */
export const once = { limit: null, unchecked: [], exposesTo: [] } as const satisfies Partial<Orderable>
