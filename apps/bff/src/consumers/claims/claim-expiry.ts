import type { Bus } from '../../bus/bus.ts'
import { Refusal } from '../../commands/refusal.ts'
import { connectedUsers } from './connected-users.ts'

/** Longer than a client takes to reconnect after a dropped connection or a server restart (RT16: up to 20 s). */
export const CLAIM_GRACE_MS = 30_000

export interface ActiveClaim {
  readonly prescriptionId: string
  readonly userId: string
}

export interface ClaimExpiryOptions {
  readonly bus: Bus
  /** Returns all active claims. */
  readonly activeClaims: () => Promise<readonly ActiveClaim[]>
  /** Releases a claim in its holder's name: recorded, audited and published like any release. */
  readonly releaseClaim: (claim: ActiveClaim) => Promise<void>
  readonly onError: (error: unknown) => void
  readonly graceMs?: number
}

export interface ClaimExpiry {
  stop(): void
}

/**
 * Releases the claims of a pharmacist whose last connection is gone, so that colleagues need not wait for the lease to
 * lapse (PHQ-7). A reconnect within the grace period keeps them. Claims are read from the record when the period ends, so
 * a restart loses no state. Every instance watches all users; version checks decide between concurrent releases.
 */
export async function startClaimExpiry({
  bus,
  activeClaims,
  releaseClaim,
  onError,
  graceMs = CLAIM_GRACE_MS,
}: ClaimExpiryOptions): Promise<ClaimExpiry> {
  const timers = new Map<string, NodeJS.Timeout>()

  const cancel = (userId: string) => {
    clearTimeout(timers.get(userId))
    timers.delete(userId)
  }
  const schedule = (userId: string) => {
    cancel(userId)
    timers.set(userId, setTimeout(() => void releaseClaims(userId).catch(onError), graceMs).unref())
  }
  async function releaseClaims(userId: string) {
    timers.delete(userId)
    if (connected.isConnected(userId)) return
    for (const claim of (await activeClaims()).filter((claim) => claim.userId === userId)) {
      try {
        await releaseClaim(claim)
      } catch (error) {
        // Discontinued, dispensed or taken over in the meantime: nothing to release.
        if (!(error instanceof Refusal || (error as { cause?: unknown }).cause instanceof Refusal)) onError(error)
      }
    }
  }

  const connected = connectedUsers(bus, { onConnected: cancel, onDisconnected: schedule })
  // After a restart all users count as disconnected until they reconnect or another instance publishes them.
  for (const { userId } of await activeClaims()) schedule(userId)

  return {
    stop() {
      connected.stop()
      for (const timer of timers.values()) clearTimeout(timer)
      timers.clear()
    },
  }
}
