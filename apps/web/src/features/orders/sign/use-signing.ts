import { useQueryClient } from '@tanstack/react-query'
import { type PatientId, rooms } from '@wardline/events'
import { type PatientIdentity, useAnnounce } from '@wardline/ui'
import type { Problem } from '../../../api/refusals.ts'
import { useTRPC } from '../../../api/trpc.ts'
import { useTexts } from '../../../i18n/define-texts.ts'
import { useLegalAct } from '../../../sync/commands/use-legal-act.ts'
import type { DraftLine, OrderDraft } from '../compose/draft.ts'
import { texts } from '../texts.ts'

/** A basket the server has, and the lines it was made of. */
export interface Signed {
  readonly orderIds: readonly string[]
  readonly lines: readonly DraftLine[]
}

export interface Signing {
  readonly busy: boolean
  /** Why the last try was not signed; the basket stays as it was. */
  readonly problem: Problem | null
  /** True when the sheet may close: signed, or set aside in the "Not sent" tray. */
  readonly sign: (acceptsUnchecked: boolean) => Promise<boolean>
  readonly clear: () => void
}

const orNull = (text: string) => text.trim() || null

/** What the command says of a line; the sheet showed the same words (ORD-11). */
const itemOf = ({ orderable, priority, indication, note, duplicateReason, limitHours }: DraftLine, acceptsUnchecked: boolean) => ({
  orderableId: orderable.id,
  priority,
  indication: orNull(indication),
  note: orNull(note),
  duplicateReason,
  limitHours,
  acceptsUnchecked: acceptsUnchecked && orderable.unchecked.length > 0,
})

/** Signs the basket as it stands; it changes only when the server has said so (RT-5). */
export function useSigning(
  patientId: PatientId,
  patient: PatientIdentity,
  { lines, remove }: OrderDraft,
  onSigned: (signed: Signed) => void,
): Signing {
  const t = useTexts(texts)
  const trpc = useTRPC()
  const queries = useQueryClient()
  const announce = useAnnounce()
  const nameOf = (orderableId: string) => lines.find(({ orderable }) => orderable.id === orderableId)?.orderable.display
  const place = useLegalAct(trpc.orders.place, rooms.patient(patientId), {
    patient,
    describe: ({ items }) => items.map(({ orderableId }) => nameOf(orderableId)).join(', '),
  })

  const sign = async (acceptsUnchecked: boolean) => {
    const signed = lines.map(({ orderable }) => orderable.id)
    const given = await place.run({ patientId, items: lines.map((line) => itemOf(line, acceptsUnchecked)) })
    const { outcome } = given
    // A colleague was faster by a moment: what exists now is asked for, and shown beside the line (ORD-7).
    if (outcome === 'refused') await queries.invalidateQueries({ queryKey: trpc.orders.duplicates.queryKey() })
    if (outcome === 'refused' || outcome === 'failed') return false
    remove(signed)
    if (given.outcome === 'applied') {
      announce.polite(t('signed', { count: signed.length, patient: patient.name }))
      onSigned({ orderIds: given.answer.orderIds, lines })
      // What this person orders most often may be something else now (ORD-1).
      void queries.invalidateQueries({ queryKey: trpc.orders.catalogue.queryKey() })
    }
    return true
  }

  return { busy: place.busy, problem: place.problem, sign, clear: place.clear }
}
