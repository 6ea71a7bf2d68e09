import { ApiClient } from '../../../scripts/product/api-client.ts'
import { ClientProcess } from '../../clients/client-process.ts'
import { asCount, asShare, type BenchmarkCase } from '../../measure/benchmark-case.ts'
import { percentile } from '../../measure/statistics.ts'
import { atRate, type Side } from '../../measure/throughput.ts'
import { type BenchContext, vitals } from '../../setup/bench-context.ts'
import { fillWard, followedBy } from '../../setup/ward-data.ts'

const PATIENTS = 1000
const CLIENTS = 1000
/** Each follows so many patients, each patient is followed by so many. */
const FOLLOWED = 5
const FIRST_RATE = 100
const GROWTH = 1.4
const MOST_STEPS = 10
const STEP_MS = 1500
const TRIES = 2
/** Beyond this the last one is told too late. */
const LATE_MS = 100
/** A rate that is not reached is not held, however soon those are told who were reached. */
const REACHED = 0.95

interface Step {
  readonly rate: number
  /** Until the last of five has it, 99 of 100. */
  readonly lastMs: number
}

async function step(side: Side, perSecond: number, patientIds: readonly string[]): Promise<Step> {
  const { commands, lastMs } = await atRate(side, { perSecond, forMs: STEP_MS, patientIds, members: FOLLOWED })
  return { rate: commands / (STEP_MS / 1000), lastMs: percentile(lastMs, 0.99) }
}

/** Null when the rate is too much; one stumble of the machine is not a limit. */
async function heldAt(side: Side, perSecond: number, patientIds: readonly string[]): Promise<Step | null> {
  for (let tries = 0; tries < TRIES; tries++) {
    const taken = await step(side, perSecond, patientIds)
    if (taken.lastMs <= LATE_MS && taken.rate >= perSecond * REACHED) return taken
  }
  return null
}

/** Both sides at the same growing rates; the last step that each side held. */
async function limits<Name extends string>(sides: Readonly<Record<Name, Side>>, patientIds: readonly string[]) {
  const names = Object.keys(sides) as Name[]
  const held = Object.fromEntries(names.map((name) => [name, { rate: 0, lastMs: Number.NaN }])) as Record<Name, Step>
  const going = new Set(names)
  for (const name of names) await step(sides[name], FIRST_RATE, patientIds)
  for (let taken = 0, rate = FIRST_RATE; taken < MOST_STEPS && going.size > 0; taken++, rate = Math.round(rate * GROWTH))
    for (const name of going) {
      const reached = await heldAt(sides[name], rate, patientIds)
      if (reached) held[name] = reached
      else going.delete(name)
    }
  return held
}

/** P5: a thousand people over a thousand patients, five each way: how many commands a second until the last one is told too late. */
export const wardMix = (workshop: BenchContext): BenchmarkCase => ({
  id: 'P5',
  async run() {
    const product = await workshop.product()
    const patientIds = await fillWard(product, PATIENTS)
    const nurse = await ApiClient.signIn(product.url, 'nurse.huda')
    const floor = await workshop.server('baselines/floor-server')
    const followed = followedBy(CLIENTS, patientIds, FOLLOWED)
    const [mine, plain] = await Promise.all([
      ClientProcess.of({ kind: 'io', url: product.url, token: nurse.token, clients: CLIENTS, rooms: followed }),
      ClientProcess.of({ kind: 'io', url: floor.url, clients: CLIENTS, rooms: followed }),
    ])
    const submit = (commandId: string, patientId: string) => {
      const payload = { command_id: commandId, resource: { resourceType: 'Observation', note: 'x'.repeat(1000) } }
      return fetch(`${floor.url}/submit`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ commandId, id: commandId, room: `patient:${patientId}`, payload }),
      }).then((response) => response.arrayBuffer())
    }
    const { ours, bare } = await limits(
      {
        ours: { crowd: mine, submit: (commandId, patientId) => nurse.mutate('vitals.record', { commandId, ...vitals(patientId) }) },
        bare: { crowd: plain, submit },
      },
      patientIds,
    )
    const workload = `${CLIENTS} over ${PATIENTS} patients, ${FOLLOWED} each way: rate with the last told in ${LATE_MS} ms`
    return [
      asShare({ line: 'P5', workload, unit: '/s' }, ours.rate, bare.rate, 0.6),
      asCount({ line: 'P5', workload: 'the same, to the last at that rate, 99 of 100', unit: 'ms' }, ours.lastMs, bare.lastMs, LATE_MS),
    ]
  },
})
