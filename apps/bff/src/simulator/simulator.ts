import { Refusal } from '../commands/refusal.ts'
import type { SimulatorHost } from '../composition/demo-mode.ts'
import { type DemoRandom, randomFrom } from '../demo/random.ts'
import { demoStaff, simulatorStaff } from '../demo/staff.ts'
import { simulatedActions } from './actions.ts'
import type { SimulatedAction, SimulationContext } from './simulated-unit.ts'

/** Range of the random interval between two actions. */
const EVERY_MS = [5_000, 15_000] as const
const SEED = 20_261_120

function drawAction(chance: DemoRandom): SimulatedAction {
  let ticket = chance.next() * simulatedActions.reduce((sum, [weight]) => sum + weight, 0)
  for (const [weight, act] of simulatedActions) {
    ticket -= weight
    if (ticket < 0) return act
  }
  return async () => false
}

/** Runs one action and returns whether it changed anything. Refusals are expected: a signed-in user may have acted first. */
export async function runAction(act: SimulatedAction, ward: SimulationContext, failed: SimulatorHost['failed']): Promise<boolean> {
  try {
    return await act(ward)
  } catch (error) {
    const cause = error instanceof Refusal ? error : (error as { cause?: unknown }).cause
    if (!(cause instanceof Refusal)) failed(error)
    return false
  }
}

/** Starts the ward simulator: seeded random vital signs, results and prescriptions at a low rate. */
export async function startSimulator(
  host: SimulatorHost,
  everyMs: readonly [number, number] = EVERY_MS,
): Promise<{ stop(): Promise<void> }> {
  const { khalid, zahra, tariq } = simulatorStaff
  const { mona } = demoStaff
  const ward: SimulationContext = {
    chance: randomFrom(SEED),
    now: host.now,
    newId: host.newId,
    physicianId: khalid.userId,
    physician: await host.callerFor(khalid.userId),
    nurse: await host.callerFor(zahra.userId),
    pharmacist: await host.callerFor(tariq.userId),
    technician: await host.callerFor(mona.userId),
  }
  let stopped = false
  let running: Promise<void> = Promise.resolve()
  let timer: NodeJS.Timeout
  const scheduleNext = () => {
    const [least, most] = everyMs
    timer = setTimeout(
      () => {
        running = runAction(drawAction(ward.chance), ward, host.failed).then(() => {
          if (!stopped) scheduleNext()
        })
      },
      least + ward.chance.next() * (most - least),
    )
    timer.unref()
  }
  scheduleNext()
  return {
    stop() {
      stopped = true
      clearTimeout(timer)
      return running
    },
  }
}
