import type { OrderCategory, PatientId, Priority } from '@wardline/events'
import { create } from 'zustand'
import { useSession } from '../../../session/session-store.ts'
import { guardUnsavedChanges } from '../../../session/unsaved-changes-guard.ts'
import type { CatalogueOrderable } from './catalogue.ts'

/** What the draft keeps of a catalogue entry. */
export interface DraftedOrderable {
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

/** One line of the basket: asked for by nobody yet but its author. */
export interface DraftLine {
  readonly orderable: DraftedOrderable
  readonly priority: Priority
  readonly indication: string
  readonly note: string
  /** Why, although an equal order or result exists (ORD-7); null while nobody has decided. */
  readonly duplicateReason: string | null
  /** Until it stops or is looked at again; null for what happens once (ORD-6). */
  readonly limitHours: number | null
  /** The order set it was taken from. */
  readonly fromSet: string | null
}

export type LineChange = Partial<Pick<DraftLine, 'priority' | 'indication' | 'note' | 'duplicateReason' | 'limitHours'>>

export const lineFor = (orderable: DraftedOrderable, priority: Priority = 'routine', fromSet: string | null = null): DraftLine => ({
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

export const withLines = (lines: readonly DraftLine[], added: readonly DraftLine[]): readonly DraftLine[] => [
  ...lines,
  // The same test twice in one basket is a slip of the hand; the line that is there stays as it was filled in.
  ...added.filter(({ orderable }) => !lines.some((line) => line.orderable.id === orderable.id)),
]

/** What still has to be said before a line may be signed (ORD-4). */
export const missingIn = (line: DraftLine): readonly 'indication'[] =>
  line.orderable.needsIndication && line.indication.trim() === '' ? ['indication'] : []

/** Lines that want a comparison with the record which nothing here makes (SHL-11). */
export const uncheckedOf = (lines: readonly DraftLine[]): readonly DraftLine[] =>
  lines.filter(({ orderable }) => orderable.unchecked.length > 0)

interface Drafts {
  /** Unsigned baskets by author and patient. In memory only: a draft names a patient's care (RT11). */
  readonly baskets: Readonly<Record<string, readonly DraftLine[]>>
  /** Every orderable that was in a basket, so that an order on its way can be named. */
  readonly named: Readonly<Record<string, DraftedOrderable>>
  readonly set: (key: string, change: (lines: readonly DraftLine[]) => readonly DraftLine[]) => void
}

const nothing: readonly DraftLine[] = []

const useDrafts = create<Drafts>()((set) => ({
  baskets: {},
  named: {},
  set: (key, change) =>
    set(({ baskets, named }) => {
      const lines = change(baskets[key] ?? nothing)
      return {
        baskets: { ...baskets, [key]: lines },
        named: { ...named, ...Object.fromEntries(lines.map(({ orderable }) => [orderable.id, orderable])) },
      }
    }),
}))

const keyOf = (author: string, patientId: PatientId) => `${author} ${patientId}`

export interface OrderDraft {
  readonly lines: readonly DraftLine[]
  readonly add: (lines: readonly DraftLine[]) => void
  readonly change: (orderableId: string, change: LineChange) => void
  readonly remove: (orderableIds: readonly string[]) => void
}

/**
 * The basket of one author for one patient (ID-15): another patient has another one, and the next person at
 * this computer never sees it. It survives changing tabs and charts.
 */
export function useOrderDraft(author: string, patientId: PatientId): OrderDraft {
  const key = keyOf(author, patientId)
  const lines = useDrafts(({ baskets }) => baskets[key] ?? nothing)
  const set = useDrafts((drafts) => drafts.set)
  return {
    lines,
    add: (added) => set(key, (now) => withLines(now, added)),
    change: (orderableId, change) =>
      set(key, (now) => now.map((line) => (line.orderable.id === orderableId ? { ...line, ...change } : line))),
    remove: (orderableIds) => set(key, (now) => now.filter(({ orderable }) => !orderableIds.includes(orderable.id))),
  }
}

/** How many lines wait for a signature in this chart (ORD-3). */
export const useUnsigned = (author: string, patientId: PatientId): number =>
  useDrafts(({ baskets }) => (baskets[keyOf(author, patientId)] ?? nothing).length)

/** Names what was sent from a basket of this page. */
export const useNamed = (): Readonly<Record<string, DraftedOrderable>> => useDrafts(({ named }) => named)

// Signing out ends it; a session that only expired keeps the drafts for whoever signs in again.
useSession.subscribe(({ status }) => {
  if (status === 'signedOut') useDrafts.setState({ baskets: {}, named: {} })
})

// Leaving the page would lose an unsigned order.
guardUnsavedChanges(() => Object.values(useDrafts.getState().baskets).some((lines) => lines.length > 0))
