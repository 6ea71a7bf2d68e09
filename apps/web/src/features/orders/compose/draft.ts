import type { OrderCategory, PatientId, Priority } from '@wardline/events'
import { createDraftStore, draftKey } from '../../../session/draft-store.ts'
import type { CatalogueOrderable } from './catalogue.ts'

/** The part of a catalogue entry that a draft keeps. */
export interface DraftOrderable {
  readonly id: string
  readonly code: string
  readonly display: string
  readonly category: OrderCategory
  /** Specimen or modality. */
  readonly detail: string | null
  readonly needsIndication: boolean
  readonly limit: CatalogueOrderable['limit']
  readonly unchecked: CatalogueOrderable['unchecked']
  readonly exposesTo: CatalogueOrderable['exposesTo']
}

/** One unsigned order. */
export interface DraftLine {
  readonly orderable: DraftOrderable
  readonly priority: Priority
  readonly indication: string
  readonly note: string
  /** Reason to order despite a duplicate (ORD-7); null while undecided. */
  readonly duplicateReason: string | null
  /** Hours until the order stops or is due for review; null for a one-time order (ORD-6). */
  readonly limitHours: number | null
  /** Name of the order set the line came from. */
  readonly fromSet: string | null
}

export type LineChange = Partial<Pick<DraftLine, 'priority' | 'indication' | 'note' | 'duplicateReason' | 'limitHours'>>

export const draftLineFor = (orderable: DraftOrderable, priority: Priority = 'routine', fromSet: string | null = null): DraftLine => ({
  orderable: {
    id: orderable.id,
    code: orderable.code,
    display: orderable.display,
    category: orderable.category,
    detail: orderable.detail,
    needsIndication: orderable.needsIndication,
    limit: orderable.limit,
    unchecked: orderable.unchecked,
    exposesTo: orderable.exposesTo,
  },
  priority,
  indication: '',
  note: '',
  duplicateReason: null,
  limitHours: orderable.limit?.hours ?? null,
  fromSet,
})

export const withAddedLines = (lines: readonly DraftLine[], added: readonly DraftLine[]): readonly DraftLine[] => [
  ...lines,
  // A second line for the same orderable is a slip; the existing line keeps its details.
  ...added.filter(({ orderable }) => !lines.some((line) => line.orderable.id === orderable.id)),
]

/** Returns the fields that must be filled in before the line may be signed (ORD-4). */
export const missingFieldsOf = (line: DraftLine): readonly 'indication'[] =>
  line.orderable.needsIndication && line.indication.trim() === '' ? ['indication'] : []

/** Returns the lines that need a check against the record which the system does not make (SHL-11). */
export const uncheckedLinesOf = (lines: readonly DraftLine[]): readonly DraftLine[] =>
  lines.filter(({ orderable }) => orderable.unchecked.length > 0)

const noLines: readonly DraftLine[] = []

/** Unsigned orders by author and patient. */
const drafts = createDraftStore<readonly DraftLine[]>((lines) => lines.length > 0)
/** Every orderable drafted so far, by id, so that a pending order can be named; nothing of it is unsaved. */
const draftedOrderables = createDraftStore<DraftOrderable>(() => false)

export interface OrderDraft {
  readonly lines: readonly DraftLine[]
  readonly add: (lines: readonly DraftLine[]) => void
  readonly change: (orderableId: string, change: LineChange) => void
  readonly remove: (orderableIds: readonly string[]) => void
}

/**
 * The unsigned orders of one author for one patient (ID-15). They are never shown for another patient or to the next
 * user of this computer, and survive changing tabs and charts.
 */
export function useOrderDraft(author: string, patientId: PatientId): OrderDraft {
  const key = draftKey(author, patientId)
  const change = (changed: (lines: readonly DraftLine[]) => readonly DraftLine[]) =>
    drafts.update(key, (current) => changed(current ?? noLines))
  return {
    lines: drafts.useDraft(key) ?? noLines,
    add: (added) => {
      for (const { orderable } of added) draftedOrderables.update(orderable.id, () => orderable)
      change((current) => withAddedLines(current, added))
    },
    change: (orderableId, lineChange) =>
      change((current) => current.map((line) => (line.orderable.id === orderableId ? { ...line, ...lineChange } : line))),
    remove: (orderableIds) => change((current) => current.filter(({ orderable }) => !orderableIds.includes(orderable.id))),
  }
}

/** Returns the number of unsigned orders in this chart (ORD-3). */
export const useUnsignedCount = (author: string, patientId: PatientId): number =>
  (drafts.useDraft(draftKey(author, patientId)) ?? noLines).length

/** Orderables drafted on this page, by id; used to name pending orders. */
export const useDraftedOrderables = (): Readonly<Record<string, DraftOrderable>> => draftedOrderables.useAll()
