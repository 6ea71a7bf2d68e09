import { ApiClient } from '../../../scripts/product/api-client.ts'
import { ClientProcess } from '../../clients/client-process.ts'
import { type BenchmarkCase, countRow, shareRow } from '../../measure/benchmark-case.ts'
import { percentile } from '../../measure/statistics.ts'
import { type LoadTarget, runAtRate } from '../../measure/throughput.ts'
import { type BenchContext, vitals } from '../../setup/bench-context.ts'
import { importPatients, roomsOfClients } from '../../setup/ward-data.ts'

const PATIENTS = 1000
const CLIENTS = 1000
/** Patients per client and clients per patient. */
const ROOMS_PER_CLIENT = 5
const FIRST_RATE = 100
const GROWTH = 1.4
const MOST_STEPS = 10
const STEP_MS = 1500
const TRIES = 2
/** Maximum time to the last of the five clients, p99. */
const MOST_LATENCY_MS = 100
/** Share of the requested rate that must be reached for the rate to count. */
const LEAST_REACHED = 0.95

interface Step {
  readonly rate: number
  /** Time to the last of five clients, p99. */
  readonly lastMs: number
}

async function step(side: LoadTarget, perSecond: number, patientIds: readonly string[]): Promise<Step> {
  const { commands, lastMs } = await runAtRate(side, { perSecond, forMs: STEP_MS, patientIds, members: ROOMS_PER_CLIENT })
  return { rate: commands / (STEP_MS / 1000), lastMs: percentile(lastMs, 0.99) }
}

/** Returns null when the rate is too high. Tries again, because one hiccup of the machine is not a limit. */
async function sustainedAt(side: LoadTarget, perSecond: number, patientIds: readonly string[]): Promise<Step | null> {
  for (let tries = 0; tries < TRIES; tries++) {
    const result = await step(side, perSecond, patientIds)
    if (result.lastMs <= MOST_LATENCY_MS && result.rate >= perSecond * LEAST_REACHED) return result
  }
  return null
}

/** Raises the rate for both sides. Returns the highest rate that each side sustained. */
async function findLimits<Name extends string>(sides: Readonly<Record<Name, LoadTarget>>, patientIds: readonly string[]) {
  const names = Object.keys(sides) as Name[]
  const sustained = Object.fromEntries(names.map((name) => [name, { rate: 0, lastMs: Number.NaN }])) as Record<Name, Step>
  const active = new Set(names)
  for (const name of names) await step(sides[name], FIRST_RATE, patientIds)
  for (let steps = 0, rate = FIRST_RATE; steps < MOST_STEPS && active.size > 0; steps++, rate = Math.round(rate * GROWTH))
    for (const name of active) {
      const reached = await sustainedAt(sides[name], rate, patientIds)
      if (reached) sustained[name] = reached
      else active.delete(name)
    }
  return sustained
}

/** P5: a thousand clients over a thousand patients, five rooms each: the highest command rate with timely delivery. */
export const wardMix = (bench: BenchContext): BenchmarkCase => ({
  id: 'P5',
  async run() {
    const product = await bench.product()
    const patientIds = await importPatients(product, PATIENTS)
    const nurse = await ApiClient.signIn(product.url, 'nurse.huda')
    const floor = await bench.server('baselines/floor-server')
    const clientRooms = roomsOfClients(CLIENTS, patientIds, ROOMS_PER_CLIENT)
    const [ourClients, baselineClients] = await Promise.all([
      ClientProcess.of({ kind: 'io', url: product.url, token: nurse.token, clients: CLIENTS, rooms: clientRooms }),
      ClientProcess.of({ kind: 'io', url: floor.url, clients: CLIENTS, rooms: clientRooms }),
    ])
    const submit = (commandId: string, patientId: string) => {
      const payload = { command_id: commandId, resource: { resourceType: 'Observation', note: 'x'.repeat(1000) } }
      return fetch(`${floor.url}/submit`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ commandId, id: commandId, room: `patient:${patientId}`, payload }),
      }).then((response) => response.arrayBuffer())
    }
    const { ours, baseline } = await findLimits(
      {
        ours: {
          clientProcess: ourClients,
          submit: (commandId, patientId) => nurse.mutate('vitals.record', { commandId, ...vitals(patientId) }),
        },
        baseline: { clientProcess: baselineClients, submit },
      },
      patientIds,
    )
    const workload = `${CLIENTS} clients, ${PATIENTS} patients, ${ROOMS_PER_CLIENT} rooms each: rate with delivery within ${MOST_LATENCY_MS} ms`
    return [
      shareRow({ caseId: 'P5', workload, unit: '/s' }, ours.rate, baseline.rate, 0.6),
      countRow(
        { caseId: 'P5', workload: 'same, time to the last client at that rate, p99', unit: 'ms' },
        ours.lastMs,
        baseline.lastMs,
        MOST_LATENCY_MS,
      ),
    ]
  },
})
