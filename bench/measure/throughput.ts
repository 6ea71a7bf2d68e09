import { randomUUID } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import type { Told } from '../clients/client-pool.ts'
import type { ClientProcess } from '../clients/client-process.ts'
import { now } from '../setup/child.ts'
import { SteadyLoad } from './steady-load.ts'

/** More than a side works on at its limit. */
const UNDER_WAY = 200
const SETTLED_WITHIN_MS = 5_000

export interface Side {
  readonly crowd: ClientProcess
  readonly submit: (commandId: string, patientId: string) => Promise<unknown>
}

export interface Load {
  readonly perSecond: number
  readonly forMs: number
  readonly patientIds: readonly string[]
  /** How many are told of each command. */
  readonly members: number
}

export interface Taken {
  readonly commands: number
  /** Of each command until the last had it; infinite where somebody never had. */
  readonly lastMs: readonly number[]
}

/** Everybody has the event of each of these, or it took too long to matter. */
async function whenTold(crowd: ClientProcess, commandIds: Iterable<string>, members: number): Promise<ReadonlyMap<string, Told>> {
  const until = performance.now() + SETTLED_WITHIN_MS
  for (;;) {
    const told = new Map(await crowd.child.ask<[string, Told][]>('commands'))
    const isThere = (commandId: string) => told.get(commandId)?.members === members
    if ([...commandIds].every(isThere) || performance.now() > until) return told
    await pause(20)
  }
}

/** Commands at this rate, on one patient after the other, and when the last who follows each was told. */
export async function atRate({ crowd, submit }: Side, { perSecond, forMs, patientIds, members }: Load): Promise<Taken> {
  await crowd.child.ask('watchCommands')
  const sent = new Map<string, number>()
  const act = () => {
    const commandId = randomUUID()
    sent.set(commandId, now())
    return submit(commandId, patientIds[sent.size % patientIds.length] as string)
  }
  const stream = new SteadyLoad(perSecond, act, UNDER_WAY)
  await pause(forMs)
  const commands = await stream.stop()
  const told = await whenTold(crowd, sent.keys(), members)
  const lastMs = [...sent].map(([commandId, at]) => {
    const { members: reached = 0, lastAt = 0 } = told.get(commandId) ?? {}
    return reached === members ? lastAt - at : Number.POSITIVE_INFINITY
  })
  return { commands, lastMs }
}
