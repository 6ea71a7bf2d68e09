import { Refusal } from '../commands/refusal.ts'
import { type Chance, chanceFrom } from '../demo/random.ts'
import { demoStaff, livingStaff } from '../demo/staff.ts'
import { acts } from './actions.ts'
import type { Act, Ward, Worker } from './simulated-unit.ts'

export interface LivingWardHost {
  /** The procedures as one of the demo's people uses them. */
  readonly actAs: (userId: string) => Promise<Worker>
  readonly now: () => Date
  readonly newId: () => string
  /** Something went wrong that is no refusal. */
  readonly failed: (error: unknown) => void
}

/** Often enough that a newcomer sees the product alive, rarely enough that they can follow it. */
const EVERY_MS = [5_000, 15_000] as const
const SEED = 20_261_120

function drawn(chance: Chance): Act {
  let ticket = chance.next() * acts.reduce((sum, [weight]) => sum + weight, 0)
  for (const [weight, act] of acts) {
    ticket -= weight
    if (ticket < 0) return act
  }
  return async () => false
}

/** Tries one thing. A refusal is no failure: somebody signed in was quicker, or the same was ordered already. */
export async function attempt(act: Act, ward: Ward, failed: LivingWardHost['failed']): Promise<boolean> {
  try {
    return await act(ward)
  } catch (error) {
    const cause = error instanceof Refusal ? error : (error as { cause?: unknown }).cause
    if (!(cause instanceof Refusal)) failed(error)
    return false
  }
}

/** A gentle, seeded trickle of vital signs, results and prescriptions into the demo hospital. */
export async function startLivingWard(
  host: LivingWardHost,
  everyMs: readonly [number, number] = EVERY_MS,
): Promise<{ stop(): Promise<void> }> {
  const { khalid, zahra, tariq } = livingStaff
  const { mona } = demoStaff
  const ward: Ward = {
    chance: chanceFrom(SEED),
    now: host.now,
    newId: host.newId,
    physicianId: khalid.userId,
    physician: await host.actAs(khalid.userId),
    nurse: await host.actAs(zahra.userId),
    pharmacist: await host.actAs(tariq.userId),
    technician: await host.actAs(mona.userId),
  }
  let stopped = false
  let under: Promise<void> = Promise.resolve()
  let timer: NodeJS.Timeout
  const soon = () => {
    const [least, most] = everyMs
    timer = setTimeout(
      () => {
        under = attempt(drawn(ward.chance), ward, host.failed).then(() => {
          if (!stopped) soon()
        })
      },
      least + ward.chance.next() * (most - least),
    )
    timer.unref()
  }
  soon()
  return {
    stop() {
      stopped = true
      clearTimeout(timer)
      return under
    },
  }
}
