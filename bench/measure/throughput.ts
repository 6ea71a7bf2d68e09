import { randomUUID } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import type { CommandArrival } from '../clients/client-pool.ts'
import type { ClientProcess } from '../clients/client-process.ts'
import { now } from '../setup/child.ts'
import { SteadyLoad } from './steady-load.ts'

/** More concurrent commands than either side handles at its limit. */
const MOST_CONCURRENT = 200
const DELIVERY_TIMEOUT_MS = 5_000

export interface LoadTarget {
  readonly clientProcess: ClientProcess
  readonly submit: (commandId: string, patientId: string) => Promise<unknown>
}

export interface Load {
  readonly perSecond: number
  readonly forMs: number
  readonly patientIds: readonly string[]
  /** Number of clients that receive each command's event. */
  readonly members: number
}

export interface RateResult {
  readonly commands: number
  /** Milliseconds of each command until the last client had its event; infinite when a client never had it. */
  readonly lastMs: readonly number[]
}

/** Waits until all clients have the event of each command, or the timeout. */
async function waitForDeliveries(
  clientProcess: ClientProcess,
  commandIds: Iterable<string>,
  members: number,
): Promise<ReadonlyMap<string, CommandArrival>> {
  const until = performance.now() + DELIVERY_TIMEOUT_MS
  for (;;) {
    const deliveries = new Map(await clientProcess.child.ask<[string, CommandArrival][]>('commands'))
    const isDelivered = (commandId: string) => deliveries.get(commandId)?.members === members
    if ([...commandIds].every(isDelivered) || performance.now() > until) return deliveries
    await pause(20)
  }
}

/** Sends commands at a rate, for the patients in turn. Returns the delivery times. */
export async function runAtRate(
  { clientProcess, submit }: LoadTarget,
  { perSecond, forMs, patientIds, members }: Load,
): Promise<RateResult> {
  await clientProcess.child.ask('watchCommands')
  const sent = new Map<string, number>()
  const send = () => {
    const commandId = randomUUID()
    sent.set(commandId, now())
    return submit(commandId, patientIds[sent.size % patientIds.length] as string)
  }
  const load = new SteadyLoad(perSecond, send, MOST_CONCURRENT)
  await pause(forMs)
  const commands = await load.stop()
  const deliveries = await waitForDeliveries(clientProcess, sent.keys(), members)
  const lastMs = [...sent].map(([commandId, at]) => {
    const { members: reached = 0, lastAt = 0 } = deliveries.get(commandId) ?? {}
    return reached === members ? lastAt - at : Number.POSITIVE_INFINITY
  })
  return { commands, lastMs }
}
