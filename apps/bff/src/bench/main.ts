// `npm run bench [-- P1 P7 …]`: measures the product beside bare baselines of the same run, prints a table and writes it as JSON.
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { Line } from './line.ts'
import { importing } from './lines/import.ts'
import { fanOut } from './lines/p01-fan-out.ts'
import { command } from './lines/p02-command.ts'
import { submitToScreen } from './lines/p04-submit-to-screen.ts'
import { flatInRooms } from './lines/p06-rooms.ts'
import { burst, stall } from './lines/p07-burst.ts'
import { noGaps } from './lines/p09-no-gaps.ts'
import { storm } from './lines/p10-storm.ts'
import { chart } from './lines/p11-chart.ts'
import { memory } from './lines/p12-memory.ts'
import { oneRow } from './lines/p13-one-row.ts'
import { firstLoad } from './lines/p14-first-load.ts'
import { type Row, table, writeReport } from './report.ts'
import { Workshop } from './workshop.ts'

const lines: readonly ((workshop: Workshop) => Line)[] = [
  fanOut,
  command,
  flatInRooms,
  burst,
  stall,
  noGaps,
  storm,
  chart,
  memory,
  submitToScreen,
  oneRow,
  firstLoad,
  importing,
]

const wanted = process.argv.slice(2)
const startedAt = new Date()
const rows: Row[] = []
for (const make of lines) {
  // Each line on servers of its own: one line's heap is not the next one's burden.
  const workshop = new Workshop(path.join(tmpdir(), 'wardline-bench'))
  const line = make(workshop)
  if (wanted.length > 0 && !line.id.split(' ').some((id) => wanted.includes(id))) continue
  const since = performance.now()
  process.stderr.write(`${line.id} … `)
  try {
    rows.push(...(await line.run()))
  } finally {
    await workshop.clear()
  }
  process.stderr.write(`${((performance.now() - since) / 1000).toFixed(0)} s\n`)
}
console.log(table(rows))
console.log(`\nWritten to ${writeReport(rows, path.join(import.meta.dirname, '../../../../bench-results'), startedAt)}`)
