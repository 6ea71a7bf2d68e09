import type { Bus } from '../../bus/bus.ts'
import { Refusal } from '../../commands/refusal.ts'
import { connectedUsers } from './connected-users.ts'

/** Longer than a browser takes to come back after a dropped line or a restart of the server (RT16: up to 20 s). */
export const CLAIM_GRACE_MS = 30_000

export interface ActiveClaim {
  readonly prescriptionId: string
  readonly userId: string
}

export interface ClaimExpiryOptions {
  readonly bus: Bus
  /** Every claim that somebody holds now. */
  readonly claims: () => Promise<readonly ActiveClaim[]>
  /** Gives an item back in its holder's name: recorded, audited and told like any release. */
  readonly giveBack: (claim: ActiveClaim) => Promise<void>
  readonly failed: (error: unknown) => void
  readonly graceMs?: number
}

export interface ClaimExpiry {
  stop(): void
}

/**
 * A pharmacist whose last screen is gone lets go of what they had in hand, so that nobody waits for the lease (PHQ-7).
 * Who comes back within the grace still has it. Where claims stand is read from the record when the grace is over:
 * nothing is kept here that a restart could lose. Every process keeps watch over everybody, and the record decides
 * between two that give back at once.
 */
export async function startClaimExpiry({
  bus,
  claims,
  giveBack,
  failed,
  graceMs = CLAIM_GRACE_MS,
}: ClaimExpiryOptions): Promise<ClaimExpiry> {
  const waiting = new Map<string, NodeJS.Timeout>()

  const stay = (userId: string) => {
    clearTimeout(waiting.get(userId))
    waiting.delete(userId)
  }
  const wait = (userId: string) => {
    stay(userId)
    waiting.set(userId, setTimeout(() => void letGo(userId).catch(failed), graceMs).unref())
  }
  async function letGo(userId: string) {
    waiting.delete(userId)
    if (present.isHere(userId)) return
    for (const claim of (await claims()).filter((held) => held.userId === userId)) {
      try {
        await giveBack(claim)
      } catch (error) {
        // Stopped, dispensed or taken over meanwhile: there is nothing to give back.
        if (!(error instanceof Refusal || (error as { cause?: unknown }).cause instanceof Refusal)) failed(error)
      }
    }
  }

  const present = connectedUsers(bus, { came: stay, went: wait })
  // After a restart everybody is gone until they are back, or until another process says that they are with it.
  for (const { userId } of await claims()) wait(userId)

  return {
    stop() {
      present.stop()
      for (const timer of waiting.values()) clearTimeout(timer)
      waiting.clear()
    },
  }
}
