import { type Claim, type MedicationRow, openStages } from '@wardline/events'
import { useServerNow } from '@wardline/ui'
import { useEffect, useEffectEvent, useRef, useState } from 'react'
import type { Problem } from '../../../api/refusals.ts'
import { useTRPC } from '../../../api/trpc.ts'
import { useCommand } from '../../../sync/commands/use-command.ts'
import { useUser } from '../../../sync/workflow-context.tsx'
import { type ClaimState, claimStateOf, RENEW_BELOW_MS } from './claim-state.ts'

export interface ClaimControls {
  readonly claimState: ClaimState
  /** A claim request is pending. */
  readonly busy: boolean
  readonly problem: Problem | null
  /** @param reason required to take over another user's expired claim (PHQ-7) */
  readonly claim: (prescriptionId: string, reason?: string | null) => Promise<boolean>
  readonly release: (prescriptionId: string) => void
  /** Forgets the claim: the command that completed the step ended it, so there is nothing to release. */
  readonly markCompleted: (prescriptionId: string) => void
}

/**
 * Manages the claim of the open order: claimed on open, renewed on user activity, released on close or navigation
 * (PHQ-6, PHQ-7). When the browser disconnects, the server releases the claim after a grace period.
 */
export function useClaim(open: MedicationRow | null): ClaimControls {
  const trpc = useTRPC()
  const { userId } = useUser()
  const claimCommand = useCommand(trpc.pharmacy.claim)
  const releaseCommand = useCommand(trpc.pharmacy.release)
  const now = useServerNow()
  const claimedIds = useRef(new Set<string>())
  const openId = useRef<string | null>(null)
  const [requestedId, setRequestedId] = useState<string | null>(null)
  const competingClaim = open && requestedId === open.id ? claimFromRefusal(claimCommand.problem, open) : null
  const claimState = open ? claimStateOf({ claim: open.claim ?? competingClaim }, userId, now) : ({ state: 'free' } as const)

  const release = (prescriptionId: string) => {
    if (claimedIds.current.delete(prescriptionId)) void releaseCommand.run({ prescriptionId })
  }

  const claim = async (prescriptionId: string, reason: string | null = null) => {
    openId.current = prescriptionId
    setRequestedId(prescriptionId)
    const { outcome } = await claimCommand.run({ prescriptionId, reason })
    if (outcome !== 'applied') return false
    claimedIds.current.add(prescriptionId)
    // The order was closed before the response arrived: release, so that other pharmacists can claim it.
    if (openId.current !== prescriptionId) release(prescriptionId)
    return true
  }

  useReleaseOnClose(open?.id ?? null, (id) => {
    openId.current = null
    release(id)
  })
  const isRenewalDue = open !== null && claimState.state === 'mine' && claimState.leftMs < RENEW_BELOW_MS && !claimCommand.busy
  useRenewOnActivity(isRenewalDue, () => open && void claim(open.id))
  const openedId = open?.id ?? null
  // Depends on the id alone: an update of the order being left must not undo the request for the next one.
  useEffect(() => {
    if (openedId !== null) openId.current = openedId
  }, [openedId])
  useEffect(() => {
    if (!open) return
    if (open.claim?.by.userId === userId && openStages.includes(open.stage)) claimedIds.current.add(open.id)
    else if (open.claim !== null || !openStages.includes(open.stage)) claimedIds.current.delete(open.id)
  }, [open, userId])

  const markCompleted = (prescriptionId: string) => {
    claimedIds.current.delete(prescriptionId)
  }
  return {
    claimState,
    busy: claimCommand.busy,
    problem: isClaimedByAnother(claimCommand.problem) || requestedId !== open?.id ? null : claimCommand.problem,
    claim,
    release,
    markCompleted,
  }
}

const isClaimedByAnother = (problem: Problem | null) => problem?.kind === 'refusal' && problem.code === 'CLAIMED_BY_ANOTHER'

/** Returns the competing claim named in the refusal, until the row itself carries that claim (PHQ-6). */
function claimFromRefusal(problem: Problem | null, row: MedicationRow): Claim | null {
  if (problem?.kind !== 'refusal' || !isClaimedByAnother(problem)) return null
  const { by, at, leaseUntil } = (problem.detail ?? {}) as Partial<Claim>
  if (!by || !at || !leaseUntil || row.steps.some((step) => step.at >= at)) return null
  return { by, at, leaseUntil }
}

function useReleaseOnClose(id: string | null, release: (id: string) => void): void {
  const onClose = useEffectEvent(release)
  useEffect(() => {
    if (id === null) return
    return () => onClose(id)
  }, [id])
}

const activityEvents = ['pointerdown', 'pointermove', 'keydown', 'wheel'] as const

/** Renews on user activity, never by timer: the claim of an abandoned workstation must expire. */
function useRenewOnActivity(isDue: boolean, renew: () => void): void {
  const onRenew = useEffectEvent(renew)
  useEffect(() => {
    if (!isDue) return
    const onActivity = () => onRenew()
    for (const type of activityEvents) addEventListener(type, onActivity, { passive: true, once: true })
    return () => {
      for (const type of activityEvents) removeEventListener(type, onActivity)
    }
  }, [isDue])
}
