import os from 'node:os'
import { setTimeout as pause } from 'node:timers/promises'

export interface Machine {
  readonly cpu: string
  readonly cores: number
  readonly memoryBytes: number
  readonly node: string
  readonly platform: string
  /** Load of the processors just before the run, 0 to 1. */
  readonly busyBefore: number
  /** Load average of the last minute; 0 on systems without one. */
  readonly load: number
}

/** Long enough to notice other programs with short pauses. */
const OBSERVATION_MS = 1500
/** Load of other programs below this is within the noise of the blocks. */
const QUIET_LOAD = 0.15

function processorTimes() {
  const times = os.cpus().map(({ times }) => times)
  const sum = (select: (time: (typeof times)[number]) => number) => times.reduce((total, time) => total + select(time), 0)
  return { idle: sum(({ idle }) => idle), all: sum(({ user, nice, sys, idle, irq }) => user + nice + sys + idle + irq) }
}

/** Returns the machine's properties and its load before the benchmark starts. */
export async function inspectMachine(): Promise<Machine> {
  const before = processorTimes()
  await pause(OBSERVATION_MS)
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

export function formatMachine({ cpu, cores, node, busyBefore, load }: Machine): string {
  const busy = `${Math.round(busyBefore * 100)} % busy before the run, load ${load.toFixed(2)}`
  return `${cores} × ${cpu}, Node ${node}; ${busy}${busyBefore > QUIET_LOAD ? ': NOISY, other programs are running' : ''}`
}
