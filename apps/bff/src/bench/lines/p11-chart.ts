import { compare, type Extent } from '../compare.ts'
import { asRatio, type Line } from '../line.ts'
import type { Row } from '../report.ts'
import type { Workshop } from '../workshop.ts'

const extent: Extent = { blocks: 8, per: 4, warmUp: 4, withinMs: 12_000 }
const most = { 1: 1.4, 16: 1.4 } as const

/** P11: a patient's whole summary, authorised and audited, beside the same text read from one row. */
export const chart = (workshop: Workshop): Line => ({
  id: 'P11',
  async run() {
    const { nurse, patientId } = await workshop.nurseAndPatient()
    const floor = await workshop.server('bare/floor-server')
    const ask = () => nurse.ask<object>('patients.summary', { patientId })
    await floor.child.ask('keepChart', { id: patientId, text: JSON.stringify(await ask()) })
    const read = async () => (await fetch(`${floor.url}/chart?id=${patientId}`)).json()
    const rows: Row[] = []
    for (const calls of [1, 16] as const) {
      const timed = (act: () => Promise<unknown>) => async () => {
        const since = performance.now()
        await Promise.all(Array.from({ length: calls }, act))
        return performance.now() - since
      }
      rows.push(
        asRatio(
          { line: 'P11', workload: `whole chart, ${calls === 1 ? 'one call' : `${calls} calls at once`}`, unit: 'ms' },
          await compare({ ours: timed(ask), bare: timed(read) }, extent),
          most[calls],
        ),
      )
    }
    return rows
  },
})
