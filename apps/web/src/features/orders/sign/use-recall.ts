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
import type { SignedOrders } from './use-signing.ts'

export interface Recall {
  /** The orders just signed; `until` is the end of the recall window, server time in ms. */
  readonly signed: (SignedOrders & { readonly until: number }) | null
  readonly offerRecall: (signed: SignedOrders) => void
  readonly recallOrders: () => Promise<void>
  readonly isBusy: boolean
  readonly problem: Problem | null
}

/** Recalls the orders of one signature within ten seconds and restores their draft lines; afterwards they can only be revoked (ORD-20). */
export function useRecall(patientId: PatientId, patient: PatientIdentity, restore: (lines: readonly DraftLine[]) => void): Recall {
  const t = useTexts(composingTexts)
  const trpc = useTRPC()
  const announce = useAnnounce()
  const [signed, setSigned] = useState<Recall['signed']>(null)
  const recallCommand = useCommand(trpc.orders.recall, { patient })

  const recallOrders = async () => {
    if (!signed) return
    const { outcome } = await recallCommand.run({ patientId, orderIds: [...signed.orderIds] })
    if (outcome !== 'applied') return
    setSigned(null)
    restore(signed.lines)
    announce.polite(t('takenBack', { count: signed.lines.length }))
  }

  return {
    signed,
    offerRecall: (justSigned) => {
      recallCommand.clear()
      setSigned({ ...justSigned, until: serverClock.now() + RECALL_MS })
    },
    recallOrders,
    isBusy: recallCommand.busy,
    problem: recallCommand.problem,
  }
}
