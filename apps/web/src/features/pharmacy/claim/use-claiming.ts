import type { Claim, MedicationRow } from '@wardline/events'
import { useServerNow } from '@wardline/ui'
import { useEffect, useEffectEvent, useRef, useState } from 'react'
import type { Problem } from '../../../api/refusals.ts'
import { useTRPC } from '../../../api/trpc.ts'
import { useCommand } from '../../../sync/commands/use-command.ts'
import { useUser } from '../../../sync/workflow-context.tsx'
import { type ClaimState, claimStateOf, RENEW_BELOW_MS } from './claims.ts'

export interface Claiming {
  readonly hold: ClaimState
  /** A claim request is pending. */
  readonly busy: boolean
  readonly problem: Problem | null
  /** @param reason required to take over another user's expired claim (PHQ-7) */
  readonly take: (prescriptionId: string, reason?: string | null) => Promise<boolean>
  readonly letGo: (prescriptionId: string) => void
  /** Forgets the claim: the command that completed the step ended it, so there is nothing to release. */
  readonly finished: (prescriptionId: string) => void
}

const working: readonly MedicationRow['stage'][] = ['unverified', 'verified', 'ready']

/**
 * Manages the claim of the open order: claimed on open, renewed on user activity, released on close or navigation
 * (PHQ-6, PHQ-7). When the browser disconnects, the server releases the claim after a grace period.
 */
export function useClaiming(open: MedicationRow | null): Claiming {
  const trpc = useTRPC()
  const { userId } = useUser()
  const claim = useCommand(trpc.pharmacy.claim)
  const release = useCommand(trpc.pharmacy.release)
  const now = useServerNow()
  const mine = useRef(new Set<string>())
  const openId = useRef<string | null>(null)
  const [askedFor, setAskedFor] = useState<string | null>(null)
  const told = open && askedFor === open.id ? claimTold(claim.problem, open) : null
  const hold = open ? claimStateOf({ claim: open.claim ?? told }, userId, now) : ({ state: 'free' } as const)

  const letGo = (prescriptionId: string) => {
    if (mine.current.delete(prescriptionId)) void release.run({ prescriptionId })
  }

  const take = async (prescriptionId: string, reason: string | null = null) => {
    openId.current = prescriptionId
    setAskedFor(prescriptionId)
    const { outcome } = await claim.run({ prescriptionId, reason })
    if (outcome !== 'applied') return false
    mine.current.add(prescriptionId)
    // The order was closed before the response arrived: release, so that other pharmacists can claim it.
    if (openId.current !== prescriptionId) letGo(prescriptionId)
    return true
  }

  useReleaseOnLeaving(open?.id ?? null, (id) => {
    openId.current = null
    letGo(id)
  })
  useRenewing(open !== null && hold.state === 'mine' && hold.leftMs < RENEW_BELOW_MS && !claim.busy, () => open && void take(open.id))
  useEffect(() => {
    if (!open) return
    openId.current = open.id
    if (open.claim?.by.userId === userId && working.includes(open.stage)) mine.current.add(open.id)
    else if (open.claim !== null || !working.includes(open.stage)) mine.current.delete(open.id)
  }, [open, userId])

  const finished = (prescriptionId: string) => {
    mine.current.delete(prescriptionId)
  }
  return {
    hold,
    busy: claim.busy,
    problem: isClaimTold(claim.problem) || askedFor !== open?.id ? null : claim.problem,
    take,
    letGo,
    finished,
  }
}

const isClaimTold = (problem: Problem | null) => problem?.kind === 'refusal' && problem.code === 'CLAIMED_BY_ANOTHER'

/** Returns the competing claim named in the refusal, until the row itself carries that claim (PHQ-6). */
function claimTold(problem: Problem | null, row: MedicationRow): Claim | null {
  if (problem?.kind !== 'refusal' || !isClaimTold(problem)) return null
  const { by, at, leaseUntil } = (problem.detail ?? {}) as Partial<Claim>
  if (!by || !at || !leaseUntil || row.steps.some((step) => step.at >= at)) return null
  return { by, at, leaseUntil }
}

function useReleaseOnLeaving(id: string | null, leave: (id: string) => void): void {
  const left = useEffectEvent(leave)
  useEffect(() => {
    if (id === null) return
    return () => left(id)
  }, [id])
}

const activity = ['pointerdown', 'pointermove', 'keydown', 'wheel'] as const

/** Renews on user activity, never by timer: the claim of an abandoned workstation must expire. */
function useRenewing(due: boolean, renew: () => void): void {
  const act = useEffectEvent(renew)
  useEffect(() => {
    if (!due) return
    const once = () => act()
    for (const kind of activity) addEventListener(kind, once, { passive: true, once: true })
    return () => {
      for (const kind of activity) removeEventListener(kind, once)
    }
  }, [due])
}
