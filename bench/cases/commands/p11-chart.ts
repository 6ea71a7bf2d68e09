import type { ApiClient } from '../../../scripts/product/api-client.ts'
import { asRatio, type BenchmarkCase } from '../../measure/benchmark-case.ts'
import { type Extent, interleave } from '../../measure/compare.ts'
import type { Row } from '../../measure/report.ts'
import type { BenchContext } from '../../setup/bench-context.ts'

const extent: Extent = { blocks: 8, per: 6, warmUp: 8, withinMs: 8_000 }
const AT_ONCE = 16

/** Beside seven queries at once: the embedded database answers one after the other, a server several together. */
const OF_SEVEN = { embedded: 0.3, scaled: 0.5 }

/** A stay of a few days; a chart as large as this is opened, or the next larger one there is. */
const ENTRIES = 121

interface Chart {
  readonly views: Readonly<Record<string, { readonly rows: readonly object[] }>>
}

const entriesOf = ({ views }: Chart) => Object.values(views).flatMap(({ rows }) => rows)

/** Of all patients the one whose chart is the smallest with so many entries. */
async function largeChart(nurse: ApiClient, patientIds: readonly string[]) {
  const charts = await Promise.all(
    patientIds.map(async (patientId) => {
      const whole = await nurse.query<Chart>('patients.summary', { patientId })
      return { patientId, whole, entries: entriesOf(whole) }
    }),
  )
  const [smallest] = charts.filter(({ entries }) => entries.length >= ENTRIES).sort((a, b) => a.entries.length - b.entries.length)
  if (!smallest) throw new Error(`nobody's chart has ${ENTRIES} entries`)
  return smallest
}

const times = (calls: number, act: () => Promise<unknown>) => async () => {
  const since = performance.now()
  await Promise.all(Array.from({ length: calls }, act))
  return { ms: performance.now() - since }
}

/** P11: a patient's whole chart, authorised and audited, beside the same text read from one row, and beside a query for each section. */
export const chart = (workshop: BenchContext): BenchmarkCase => ({
  id: 'P11',
  async run() {
    const { nurse, patientIds } = await workshop.nurseAndPatients()
    const floor = await workshop.server('baselines/floor-server')
    const { patientId, whole, entries } = await largeChart(nurse, patientIds)
    const ask = () => nurse.query<Chart>('patients.summary', { patientId })
    await floor.child.ask('keepChart', { id: patientId, text: JSON.stringify(whole), rows: entries })
    const read = (way: 'chart' | 'sections') => async () => (await fetch(`${floor.url}/${way}?id=${patientId}`)).json()
    const ofSeven = OF_SEVEN[workshop.scaled ? 'scaled' : 'embedded']
    const rows: Row[] = []
    const about = { line: 'P11', unit: 'ms' }
    for (const calls of [1, AT_ONCE]) {
      const { ours, text, seven } = await interleave(
        { ours: times(calls, ask), text: times(calls, read('chart')), seven: times(calls, read('sections')) },
        extent,
      )
      const workload = `whole chart of ${entries.length} entries, ${calls === 1 ? 'one call' : `${calls} at once`}`
      rows.push(
        asRatio({ ...about, workload: `${workload}; beside its text read` }, ours.ms, text.ms, calls === 1 ? 1.4 : null),
        asRatio({ ...about, workload: 'the same beside seven queries' }, ours.ms, seven.ms, calls === 1 ? null : ofSeven),
      )
    }
    return rows
  },
})
