import { ApiClient } from '../../../scripts/product/api-client.ts'
import type { ProductProcess } from '../../../scripts/product/product-process.ts'
import { ClientProcess } from '../../clients/client-process.ts'
import { asRatio, type BenchmarkCase, type CaseDescription } from '../../measure/benchmark-case.ts'
import { median, percentile } from '../../measure/statistics.ts'
import { atRate } from '../../measure/throughput.ts'
import type { Row } from '../../measure/report.ts'
import { type BenchContext, productBytes, productCpuMs, vitals } from '../../setup/bench-context.ts'
import { fillWard, followedBy } from '../../setup/ward-data.ts'

const PATIENTS = 600
const CLIENTS = 600
/** Each follows so many patients, each patient is followed by so many: with several processes at each of them. */
const FOLLOWED = 5
const RATE = 60
/** A process that has just been started is not yet compiled. */
const WARM_UP_MS = 2_500
const FOR_MS = 4_000
/** Up and down again: what the machine does meanwhile falls on all of them. */
const COUNTS = [1, 2, 3, 3, 2, 1] as const

type Count = (typeof COUNTS)[number]
interface Figures {
  readonly half: number
  readonly slow: number
  /** Of all processes together, for each client told, in microseconds. */
  readonly cpu: number
  /** Of one process. */
  readonly megabytes: number
}

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0)

/** The same load on so many processes: clients and commands go to each of them in turn. */
async function measured(house: readonly ProductProcess[], patientIds: readonly string[]): Promise<Figures> {
  const nurses = await Promise.all(house.map(({ url }) => ApiClient.signIn(url, 'nurse.huda')))
  const followed = followedBy(CLIENTS, patientIds, FOLLOWED)
  const crowd = await ClientProcess.of(
    ...nurses.map(({ url, token }, index) => {
      const rooms = followed.filter((_, client) => client % house.length === index)
      return { kind: 'io', url, token, clients: rooms.length, rooms } as const
    }),
  )
  let turn = 0
  const submit = (commandId: string, patientId: string) => {
    turn += 1
    return (nurses[turn % nurses.length] as ApiClient).mutate('vitals.record', { commandId, ...vitals(patientId) })
  }
  const load = { perSecond: RATE, patientIds, members: FOLLOWED }
  await atRate({ crowd, submit }, { ...load, forMs: WARM_UP_MS })
  const cpuMs = async () => sum(await Promise.all(house.map(({ url }) => productCpuMs(url))))
  const before = await cpuMs()
  const { commands, lastMs } = await atRate({ crowd, submit }, { ...load, forMs: FOR_MS })
  const cpu = ((await cpuMs()) - before) * 1000
  const bytes = await Promise.all(house.map(({ url }) => productBytes(url)))
  await crowd.end()
  return {
    half: percentile(lastMs, 0.5),
    slow: percentile(lastMs, 0.99),
    cpu: cpu / (commands * FOLLOWED),
    megabytes: median(bytes) / 1e6,
  }
}

/** Several processes of one hospital beside one, with the same clients and commands: what the same load costs when it is spread. */
export const instances = (workshop: BenchContext): BenchmarkCase => ({
  id: 'INSTANCES',
  async run() {
    const house = [await workshop.product()]
    const patientIds = await fillWard(house[0] as ProductProcess, PATIENTS)
    const taken: Record<Count, Figures[]> = { 1: [], 2: [], 3: [] }
    for (const count of COUNTS) {
      while (house.length < count) house.push(await workshop.another())
      while (house.length > count) await house.pop()?.stop()
      taken[count].push(await measured(house, patientIds))
    }
    const row = (count: Count, of: (figures: Figures) => number, about: Omit<CaseDescription, 'line'>): Row =>
      asRatio(
        { line: 'INSTANCES', ...about },
        taken[count].map((figures) => [of(figures)]),
        taken[1].map((figures) => [of(figures)]),
        null,
      )
    return ([2, 3] as const).flatMap((count) => [
      row(count, ({ half }) => half, {
        unit: 'ms',
        workload: `${count} processes beside one, ${RATE} commands/s, ${CLIENTS} clients: to the last of ${FOLLOWED}, half`,
      }),
      row(count, ({ slow }) => slow, { unit: 'ms', workload: 'the same, 99 of 100' }),
      row(count, ({ cpu }) => cpu, { unit: 'µs', workload: 'the same, CPU of all processes for each delivery' }),
      row(count, ({ megabytes }) => megabytes, { unit: 'MB', workload: 'the same, memory of one process' }),
    ])
  },
})
