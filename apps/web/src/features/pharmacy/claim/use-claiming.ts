import type { Claim, MedicationRow } from '@wardline/events'
import { useServerNow } from '@wardline/ui'
import { useEffect, useEffectEvent, useRef, useState } from 'react'
import type { Problem } from '../../../api/refusals.ts'
import { useTRPC } from '../../../api/trpc.ts'
import { useCommand } from '../../../sync/commands/use-command.ts'
import { useUser } from '../../../sync/workflow-context.tsx'
import { type ClaimState, claimStateOf, RENEW_BELOW_MS } from './claims.ts'

export interface Claiming {
  /** Who has the open item, as this person sees it. */
  readonly hold: ClaimState
  /** The claim was asked for and is not answered. */
  readonly busy: boolean
  readonly problem: Problem | null
  /** @param reason needed to take over what somebody else let lapse (PHQ-7) */
  readonly take: (prescriptionId: string, reason?: string | null) => Promise<boolean>
  readonly letGo: (prescriptionId: string) => void
  /** The item went on by what was done with it: there is nothing to give back. */
  readonly finished: (prescriptionId: string) => void
}

const working: readonly MedicationRow['stage'][] = ['unverified', 'verified', 'ready']

/**
 * The claim of the open item: taken by opening it, renewed while somebody works on it, given back when it is
 * closed or left (PHQ-6, PHQ-7). Of a browser that just vanishes the server takes it back after a short grace.
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
    // Closed before the answer came: nobody is to be kept waiting for a screen that is not there.
    if (openId.current !== prescriptionId) letGo(prescriptionId)
    return true
  }

  useReleaseOnLeaving(open?.id ?? null, (id) => {
    openId.current = null
    letGo(id)
  })
  useRenewing(open !== null && hold.state === 'mine' && hold.leftMs < RENEW_BELOW_MS && !claim.busy, () => open && void take(open.id))
  const openedId = open?.id ?? null
  // By its id alone: news of the item that is being left must not undo that the next one was asked for.
  useEffect(() => {
    if (openedId !== null) openId.current = openedId
  }, [openedId])
  useEffect(() => {
    if (!open) return
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

/** The answer to the one who came second names who was first; it counts until the row itself tells of that claim (PHQ-6). */
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

/** Renewed by somebody doing something, never by a timer: an abandoned screen must let go. */
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
