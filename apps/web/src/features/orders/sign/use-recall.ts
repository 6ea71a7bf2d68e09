import { type PatientId, RECALL_MS } from '@wardline/events'
import { type PatientIdentity, useAnnounce } from '@wardline/ui'
import { useState } from 'react'
import type { Problem } from '../../../api/refusals.ts'
import { useTRPC } from '../../../api/trpc.ts'
import { useTexts } from '../../../i18n/define-texts.ts'
import { useCommand } from '../../../sync/commands/use-command.ts'
import { serverClock } from '../../../time/server-clock.ts'
import { composingTexts } from '../compose/compose-texts.ts'
import type { DraftLine } from '../compose/draft.ts'
import type { Signed } from './use-signing.ts'

export interface Recall {
  /** What was just signed, and until when (server ms) it can be taken back. */
  readonly signed: (Signed & { readonly until: number }) | null
  readonly offer: (signed: Signed) => void
  readonly takeBack: () => Promise<void>
  readonly busy: boolean
  readonly problem: Problem | null
}

/** For ten seconds after signing all of it can be taken back, lines and all; then it is revoked like any other (ORD-20). */
export function useRecall(patientId: PatientId, patient: PatientIdentity, restore: (lines: readonly DraftLine[]) => void): Recall {
  const t = useTexts(composingTexts)
  const trpc = useTRPC()
  const announce = useAnnounce()
  const [signed, setSigned] = useState<Recall['signed']>(null)
  const recall = useCommand(trpc.orders.recall, { patient })

  const takeBack = async () => {
    if (!signed) return
    const { outcome } = await recall.run({ patientId, orderIds: [...signed.orderIds] })
    if (outcome !== 'applied') return
    setSigned(null)
    restore(signed.lines)
    announce.polite(t('takenBack', { count: signed.lines.length }))
  }

  return {
    signed,
    offer: (just) => {
      recall.clear()
      setSigned({ ...just, until: serverClock.now() + RECALL_MS })
    },
    takeBack,
    busy: recall.busy,
    problem: recall.problem,
  }
}
