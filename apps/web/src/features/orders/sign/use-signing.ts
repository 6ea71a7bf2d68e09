import { useQueryClient } from '@tanstack/react-query'
import { type PatientId, rooms } from '@wardline/events'
import { type PatientIdentity, useAnnounce } from '@wardline/ui'
import type { Problem } from '../../../api/refusals.ts'
import { useTRPC } from '../../../api/trpc.ts'
import { useTexts } from '../../../i18n/define-texts.ts'
import { useLegalAct } from '../../../sync/commands/use-legal-act.ts'
import type { DraftLine, OrderDraft } from '../compose/draft.ts'
import { texts } from '../texts.ts'

/** Orders accepted by the server, and their draft lines. */
export interface SignedOrders {
  readonly orderIds: readonly string[]
  readonly lines: readonly DraftLine[]
}

export interface Signing {
  readonly isBusy: boolean
  /** Why signing failed; the draft is unchanged. */
  readonly problem: Problem | null
  /** Resolves to true when the sheet may close: signed, or moved to the “Not sent” tray. */
  readonly sign: (acceptsUnchecked: boolean) => Promise<boolean>
  readonly clear: () => void
}

const orNull = (text: string) => text.trim() || null

/** Returns the command item of a line, with the values shown on the sheet (ORD-11). */
const orderItemOf = ({ orderable, priority, indication, note, duplicateReason, limitHours }: DraftLine, acceptsUnchecked: boolean) => ({
  orderableId: orderable.id,
  priority,
  indication: orNull(indication),
  note: orNull(note),
  duplicateReason,
  limitHours,
  acceptsUnchecked: acceptsUnchecked && orderable.unchecked.length > 0,
})

/** Signs the unsigned orders; they leave the draft only after the server confirmed (RT-5). */
export function useSigning(
  patientId: PatientId,
  patient: PatientIdentity,
  { lines, remove }: OrderDraft,
  onSigned: (signed: SignedOrders) => void,
): Signing {
  const t = useTexts(texts)
  const trpc = useTRPC()
  const queries = useQueryClient()
  const announce = useAnnounce()
  const nameOf = (orderableId: string) => lines.find(({ orderable }) => orderable.id === orderableId)?.orderable.display
  const placeOrders = useLegalAct(trpc.orders.place, rooms.patient(patientId), {
    patient,
    describe: ({ items }) => items.map(({ orderableId }) => nameOf(orderableId)).join(', '),
  })

  const sign = async (acceptsUnchecked: boolean) => {
    const signed = lines.map(({ orderable }) => orderable.id)
    const result = await placeOrders.run({ patientId, items: lines.map((line) => orderItemOf(line, acceptsUnchecked)) })
    const { outcome } = result
    // A colleague may have ordered the same a moment before; shows the new duplicate beside the line (ORD-7).
    if (outcome === 'refused') await queries.invalidateQueries({ queryKey: trpc.orders.duplicates.queryKey() })
    if (outcome === 'refused' || outcome === 'failed') return false
    remove(signed)
    if (result.outcome === 'applied') {
      announce.polite(t('signed', { count: signed.length, patient: patient.name }))
      onSigned({ orderIds: result.answer.orderIds, lines })
      // The user's frequent orders may have changed (ORD-1).
      void queries.invalidateQueries({ queryKey: trpc.orders.catalogue.queryKey() })
    }
    return true
  }

  return { isBusy: placeOrders.busy, problem: placeOrders.problem, sign, clear: placeOrders.clear }
}
