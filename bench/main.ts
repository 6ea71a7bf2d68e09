// `npm run bench [-- --scaled] [P1 P7 …]`: measures the product beside bare baselines of the same run, embedded or on
// servers, prints a table and writes it as JSON.
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { ensureBuilt } from '../scripts/run/build.mjs'
import { aggregate } from './cases/commands/aggregate.ts'
import { across } from './cases/instances/cross-instance.ts'
import { nobodyHere } from './cases/instances/idle-instance.ts'
import { importing } from './cases/commands/import.ts'
import { instances } from './cases/instances/scale-out.ts'
import { fanOut } from './cases/delivery/p01-fan-out.ts'
import { command } from './cases/commands/p02-command.ts'
import { wardMix } from './cases/commands/p05-ward-mix.ts'
import { flatInRooms } from './cases/delivery/p06-rooms.ts'
import { burst } from './cases/delivery/p07-burst.ts'
import { stall } from './cases/delivery/p08-stall.ts'
import { noGaps } from './cases/commands/p09-no-gaps.ts'
import { storm } from './cases/delivery/p10-storm.ts'
import { chart } from './cases/commands/p11-chart.ts'
import { memory } from './cases/delivery/p12-memory.ts'
import { worklist } from './cases/browser/p13-worklist.ts'
import { firstLoad } from './cases/browser/p14-first-load.ts'
import { paused } from './cases/delivery/r12-paused.ts'
import type { BenchmarkCase } from './measure/benchmark-case.ts'
import { described, lookAtMachine } from './measure/machine.ts'
import { exitCode, failed, type Row, summary, table, writeReport } from './measure/report.ts'
import { BenchContext } from './setup/bench-context.ts'
import { missingServers } from './setup/environment.ts'

type MakeLine = (workshop: BenchContext) => BenchmarkCase

/** What a database, a bus or another process can change. */
const anywhere: readonly MakeLine[] = [fanOut, command, wardMix, flatInRooms, burst, stall, noGaps, storm, chart, aggregate, memory]

/** With everything embedded in one process: what none of them changes is measured here alone. */
const alone: readonly MakeLine[] = [...anywhere, paused, worklist, firstLoad, importing]

/** On servers: also what several processes cost. */
const scaled: readonly MakeLine[] = [...anywhere, across, nobodyHere, instances]

/** Several times what the longest line takes on a quiet machine: beyond that it waits for something that will not come. */
const LINE_WITHIN_MS = 300_000

const results = path.join(import.meta.dirname, '../bench-results')
const { values: asked, positionals: wanted } = parseArgs({
  options: { scaled: { type: 'boolean', default: false } },
  allowPositionals: true,
})
const startedAt = new Date()
const rows: Row[] = []
let workshop: BenchContext | null = null

/** Broken off: what was measured until then is shown all the same. */
async function breakOff(): Promise<void> {
  console.log(`\n${table(rows)}\n\nBroken off.`)
  await workshop?.clear()
  process.exit(130)
}
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => void breakOff())

// A line that broke off leaves calls under way; their failing is no news.
process.on('unhandledRejection', (error) => console.error(error))

/** The line's rows, or one that says why there are none: the others are measured all the same. */
async function rowsOf({ id, run }: BenchmarkCase): Promise<readonly Row[]> {
  const overdue = new AbortController()
  try {
    const late = pause(LINE_WITHIN_MS, null, { signal: overdue.signal })
    const rows = await Promise.race([run(), late])
    if (rows === null) throw new Error(`not done within ${LINE_WITHIN_MS / 1000} s`)
    return rows
  } catch (error) {
    console.error(error)
    return [failed(id, error)]
  } finally {
    overdue.abort()
  }
}

const missing = asked.scaled ? missingServers() : null
if (missing) {
  console.error(missing)
  process.exit(1)
}
const built = asked.scaled || (await ensureBuilt())
const machine = await lookAtMachine()
console.log(`${described(machine)}\n`)
for (const make of asked.scaled ? scaled : alone) {
  // Each line on servers of its own: one line's heap is not the next one's burden.
  workshop = new BenchContext(path.join(tmpdir(), 'wardline-bench.log'), built, asked.scaled)
  const line = make(workshop)
  if (wanted.length > 0 && !line.id.split(' ').some((id) => wanted.includes(id))) continue
  const since = performance.now()
  process.stderr.write(`${line.id} … `)
  rows.push(...(await rowsOf(line)))
  await workshop.clear()
  process.stderr.write(`${((performance.now() - since) / 1000).toFixed(0)} s\n`)
}
console.log(`${table(rows)}\n\n${summary(rows)}; written to ${writeReport(rows, results, { startedAt, machine, scaled: asked.scaled })}`)
process.exit(exitCode(rows))
