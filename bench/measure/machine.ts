import os from 'node:os'
import { setTimeout as pause } from 'node:timers/promises'

export interface Machine {
  readonly cpu: string
  readonly cores: number
  readonly memoryBytes: number
  readonly node: string
  readonly platform: string
  /** What others took of the processors just before the run, 0 to 1. */
  readonly busyBefore: number
  /** Average run queue of the last minute; 0 on systems that do not say. */
  readonly load: number
}

/** Long enough to see somebody else's compiler between its files. */
const LOOK_MS = 1500
/** With so little taken by others their work falls inside the noise of the blocks. */
const QUIET = 0.15

function processorTimes() {
  const times = os.cpus().map(({ times }) => times)
  const sum = (of: (one: (typeof times)[number]) => number) => times.reduce((total, one) => total + of(one), 0)
  return { idle: sum(({ idle }) => idle), all: sum(({ user, nice, sys, idle, irq }) => user + nice + sys + idle + irq) }
}

/** The machine, and how busy it is before the bench adds anything. */
export async function lookAtMachine(): Promise<Machine> {
  const before = processorTimes()
  await pause(LOOK_MS)
  const after = processorTimes()
  return {
    cpu: os.cpus()[0]?.model ?? 'unknown',
    cores: os.availableParallelism(),
    memoryBytes: os.totalmem(),
    node: process.version,
    platform: process.platform,
    busyBefore: 1 - (after.idle - before.idle) / Math.max(1, after.all - before.all),
    load: os.loadavg()[0] ?? 0,
  }
}

export function described({ cpu, cores, node, busyBefore, load }: Machine): string {
  const busy = `${Math.round(busyBefore * 100)} % busy before the run, load ${load.toFixed(2)}`
  return `${cores} × ${cpu}, Node ${node}; ${busy}${busyBefore > QUIET ? ': NOISY, others are working' : ''}`
}
