import type { ApiClient } from '../../../scripts/product/api-client.ts'
import { type BenchmarkCase, ratioRow } from '../../measure/benchmark-case.ts'
import { interleave, type SampleSize } from '../../measure/compare.ts'
import type { Row } from '../../measure/report.ts'
import type { BenchContext } from '../../setup/bench-context.ts'

const sampleSize: SampleSize = { blocks: 8, perBlock: 6, warmUp: 8, withinMs: 8_000 }
const AT_ONCE = 16

/** Targets against seven concurrent queries: the embedded database answers them one by one, a server in parallel. */
const SEVEN_QUERIES_TARGET = { embedded: 0.3, scaled: 0.5 }

/** Size of a chart after a stay of a few days; the smallest chart with at least this many entries is used. */
const ENTRIES = 121

interface Chart {
  readonly views: Readonly<Record<string, { readonly rows: readonly object[] }>>
}

const entriesOf = ({ views }: Chart) => Object.values(views).flatMap(({ rows }) => rows)

/** Returns the smallest chart with enough entries. */
async function findLargeChart(nurse: ApiClient, patientIds: readonly string[]) {
  const charts = await Promise.all(
    patientIds.map(async (patientId) => {
      const chartData = await nurse.query<Chart>('patients.summary', { patientId })
      return { patientId, chartData, entries: entriesOf(chartData) }
    }),
  )
  const [smallest] = charts.filter(({ entries }) => entries.length >= ENTRIES).sort((a, b) => a.entries.length - b.entries.length)
  if (!smallest) throw new Error(`no chart has ${ENTRIES} entries`)
  return smallest
}

const timed = (calls: number, call: () => Promise<unknown>) => async () => {
  const since = performance.now()
  await Promise.all(Array.from({ length: calls }, call))
  return { ms: performance.now() - since }
}

/** P11: a patient's whole chart, authorised and audited, compared with the same text from one row and with a query per section. */
export const chart = (bench: BenchContext): BenchmarkCase => ({
  id: 'P11',
  async run() {
    const { nurse, patientIds } = await bench.nurseAndPatients()
    const floor = await bench.server('baselines/floor-server')
    const { patientId, chartData, entries } = await findLargeChart(nurse, patientIds)
    const readChart = () => nurse.query<Chart>('patients.summary', { patientId })
    await floor.child.ask('keepChart', { id: patientId, text: JSON.stringify(chartData), rows: entries })
    const read = (route: 'chart' | 'sections') => async () => (await fetch(`${floor.url}/${route}?id=${patientId}`)).json()
    const sevenQueriesTarget = SEVEN_QUERIES_TARGET[bench.scaled ? 'scaled' : 'embedded']
    const rows: Row[] = []
    const about = { caseId: 'P11', unit: 'ms' }
    for (const calls of [1, AT_ONCE]) {
      const { ours, text, seven } = await interleave(
        { ours: timed(calls, readChart), text: timed(calls, read('chart')), seven: timed(calls, read('sections')) },
        sampleSize,
      )
      const workload = `whole chart of ${entries.length} entries, ${calls === 1 ? 'one call' : `${calls} at once`}`
      rows.push(
        ratioRow({ ...about, workload: `${workload} vs. reading its text` }, ours.ms, text.ms, calls === 1 ? 1.4 : null),
        ratioRow({ ...about, workload: 'same vs. seven queries' }, ours.ms, seven.ms, calls === 1 ? null : sevenQueriesTarget),
      )
    }
    return rows
  },
})
