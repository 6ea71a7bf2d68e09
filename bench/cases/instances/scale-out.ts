import { ApiClient } from '../../../scripts/product/api-client.ts'
import type { ProductProcess } from '../../../scripts/product/product-process.ts'
import { ClientProcess } from '../../clients/client-process.ts'
import { type BenchmarkCase, type CaseDescription, ratioRow } from '../../measure/benchmark-case.ts'
import type { Row } from '../../measure/report.ts'
import { median, percentile } from '../../measure/statistics.ts'
import { runAtRate } from '../../measure/throughput.ts'
import { type BenchContext, productBytes, productCpuMs, vitals } from '../../setup/bench-context.ts'
import { importPatients, roomsOfClients } from '../../setup/ward-data.ts'

const PATIENTS = 600
const CLIENTS = 600
/** Patients per client and clients per patient; the clients of a patient are spread over the processes. */
const ROOMS_PER_CLIENT = 5
const RATE = 60
/** A newly started process runs uncompiled code. */
const WARM_UP_MS = 2_500
const FOR_MS = 4_000
/** Up and down, so that other load on the machine affects all counts. */
const COUNTS = [1, 2, 3, 3, 2, 1] as const

type Count = (typeof COUNTS)[number]
interface Figures {
  readonly p50: number
  readonly p99: number
  /** CPU time of all processes per delivery, in microseconds. */
  readonly cpu: number
  /** Memory of one process. */
  readonly megabytes: number
}

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0)

/** Measures the load on these processes, with clients and commands distributed over them in turn. */
async function measureLoad(cluster: readonly ProductProcess[], patientIds: readonly string[]): Promise<Figures> {
  const nurses = await Promise.all(cluster.map(({ url }) => ApiClient.signIn(url, 'nurse.huda')))
  const followed = roomsOfClients(CLIENTS, patientIds, ROOMS_PER_CLIENT)
  const clientProcess = await ClientProcess.of(
    ...nurses.map(({ url, token }, index) => {
      const rooms = followed.filter((_, client) => client % cluster.length === index)
      return { kind: 'io', url, token, clients: rooms.length, rooms } as const
    }),
  )
  let turn = 0
  const submit = (commandId: string, patientId: string) => {
    turn += 1
    return (nurses[turn % nurses.length] as ApiClient).mutate('vitals.record', { commandId, ...vitals(patientId) })
  }
  const load = { perSecond: RATE, patientIds, members: ROOMS_PER_CLIENT }
  await runAtRate({ clientProcess, submit }, { ...load, forMs: WARM_UP_MS })
  const cpuMs = async () => sum(await Promise.all(cluster.map(({ url }) => productCpuMs(url))))
  const before = await cpuMs()
  const { commands, lastMs } = await runAtRate({ clientProcess, submit }, { ...load, forMs: FOR_MS })
  const cpu = ((await cpuMs()) - before) * 1000
  const bytes = await Promise.all(cluster.map(({ url }) => productBytes(url)))
  await clientProcess.end()
  return {
    p50: percentile(lastMs, 0.5),
    p99: percentile(lastMs, 0.99),
    cpu: cpu / (commands * ROOMS_PER_CLIENT),
    megabytes: median(bytes) / 1e6,
  }
}

/** The same load on several processes and on one. */
export const scaleOut = (bench: BenchContext): BenchmarkCase => ({
  id: 'SCALE-OUT',
  async run() {
    const cluster = [await bench.product()]
    const patientIds = await importPatients(cluster[0] as ProductProcess, PATIENTS)
    const results: Record<Count, Figures[]> = { 1: [], 2: [], 3: [] }
    for (const count of COUNTS) {
      while (cluster.length < count) cluster.push(await bench.anotherProduct())
      while (cluster.length > count) await cluster.pop()?.stop()
      results[count].push(await measureLoad(cluster, patientIds))
    }
    const row = (count: Count, select: (figures: Figures) => number, about: Omit<CaseDescription, 'caseId'>): Row =>
      ratioRow(
        { caseId: 'SCALE-OUT', ...about },
        results[count].map((figures) => [select(figures)]),
        results[1].map((figures) => [select(figures)]),
        null,
      )
    return ([2, 3] as const).flatMap((count) => [
      row(count, ({ p50 }) => p50, {
        unit: 'ms',
        workload: `${count} processes vs. one, ${RATE} commands/s, ${CLIENTS} clients: last of ${ROOMS_PER_CLIENT} deliveries, p50`,
      }),
      row(count, ({ p99 }) => p99, { unit: 'ms', workload: 'same, p99' }),
      row(count, ({ cpu }) => cpu, { unit: 'µs', workload: 'same, CPU of all processes per delivery' }),
      row(count, ({ megabytes }) => megabytes, { unit: 'MB', workload: 'same, memory of one process' }),
    ])
  },
})
