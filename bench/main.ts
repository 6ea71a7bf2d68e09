// `npm run bench [-- --scaled] [P1 P7 …]`: measures the product against minimal baselines in the same run, embedded or on
// PostgreSQL and NATS, prints a table and writes it as JSON.
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { ensureBuilt } from '../scripts/run/build.mjs'
import { worklist } from './cases/browser/p13-worklist.ts'
import { firstLoad } from './cases/browser/p14-first-load.ts'
import { aggregate } from './cases/commands/aggregate.ts'
import { importRate } from './cases/commands/import.ts'
import { command } from './cases/commands/p02-command.ts'
import { wardMix } from './cases/commands/p05-ward-mix.ts'
import { noGaps } from './cases/commands/p09-no-gaps.ts'
import { chart } from './cases/commands/p11-chart.ts'
import { fanOut } from './cases/delivery/p01-fan-out.ts'
import { flatInRooms } from './cases/delivery/p06-rooms.ts'
import { burst } from './cases/delivery/p07-burst.ts'
import { stall } from './cases/delivery/p08-stall.ts'
import { storm } from './cases/delivery/p10-storm.ts'
import { memory } from './cases/delivery/p12-memory.ts'
import { paused } from './cases/delivery/r12-paused.ts'
import { crossInstance } from './cases/instances/cross-instance.ts'
import { idleInstance } from './cases/instances/idle-instance.ts'
import { scaleOut } from './cases/instances/scale-out.ts'
import type { BenchmarkCase } from './measure/benchmark-case.ts'
import { formatMachine, inspectMachine } from './measure/machine.ts'
import { exitCode, failed, type Row, summary, table, writeReport } from './measure/report.ts'
import { BenchContext } from './setup/bench-context.ts'
import { missingServers } from './setup/environment.ts'

type CreateCase = (bench: BenchContext) => BenchmarkCase

/** Cases that depend on the database or the bus; they run embedded and on servers. */
const commonCases: readonly CreateCase[] = [fanOut, command, wardMix, flatInRooms, burst, stall, noGaps, storm, chart, aggregate, memory]

/** Cases of one embedded process. */
const embeddedCases: readonly CreateCase[] = [...commonCases, paused, worklist, firstLoad, importRate]

/** Cases on servers, with those of several processes. */
const scaledCases: readonly CreateCase[] = [...commonCases, crossInstance, idleInstance, scaleOut]

/** Several times the duration of the longest case on a quiet machine; a case that takes longer hangs. */
const CASE_TIMEOUT_MS = 300_000

const results = path.join(import.meta.dirname, '../bench-results')
const { values: options, positionals: requestedIds } = parseArgs({
  options: { scaled: { type: 'boolean', default: false } },
  allowPositionals: true,
})
const startedAt = new Date()
const rows: Row[] = []
let bench: BenchContext | null = null

/** Shows what was measured before the interruption. */
async function interrupt(): Promise<void> {
  console.log(`\n${table(rows)}\n\nInterrupted.`)
  await bench?.clear()
  process.exit(130)
}
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => void interrupt())

// Calls of a failed case can be rejected later; they do not end the benchmark.
process.on('unhandledRejection', (error) => console.error(error))

/** Returns the rows of a case, or a row with its error, so that the other cases still run. */
async function rowsOf({ id, run }: BenchmarkCase): Promise<readonly Row[]> {
  const timer = new AbortController()
  try {
    const timeout = pause(CASE_TIMEOUT_MS, null, { signal: timer.signal })
    const rows = await Promise.race([run(), timeout])
    if (rows === null) throw new Error(`not finished within ${CASE_TIMEOUT_MS / 1000} s`)
    return rows
  } catch (error) {
    console.error(error)
    return [failed(id, error)]
  } finally {
    timer.abort()
  }
}

const missing = options.scaled ? missingServers() : null
if (missing) {
  console.error(missing)
  process.exit(1)
}
const isBuilt = options.scaled || (await ensureBuilt())
const machine = await inspectMachine()
console.log(`${formatMachine(machine)}\n`)
for (const create of options.scaled ? scaledCases : embeddedCases) {
  // Each case starts new servers, so that the heap of one does not affect the next.
  bench = new BenchContext(path.join(tmpdir(), 'wardline-bench.log'), isBuilt, options.scaled)
  const benchmarkCase = create(bench)
  if (requestedIds.length > 0 && !benchmarkCase.id.split(' ').some((id) => requestedIds.includes(id))) continue
  const since = performance.now()
  process.stderr.write(`${benchmarkCase.id} … `)
  rows.push(...(await rowsOf(benchmarkCase)))
  await bench.clear()
  process.stderr.write(`${((performance.now() - since) / 1000).toFixed(0)} s\n`)
}
console.log(`${table(rows)}\n\n${summary(rows)}; written to ${writeReport(rows, results, { startedAt, machine, scaled: options.scaled })}`)
process.exit(exitCode(rows))
