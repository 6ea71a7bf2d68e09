// What `verify`, `e2e` and `test` run, and how their outcomes are counted.
import { mkdirSync, readFileSync, rmSync } from 'node:fs'
import path from 'node:path'
import { ensureBrowser } from './browser/browser.ts'
import { ensureBuilt } from './build.mjs'
import { ended, start } from './run.mjs'
import { root } from './runtime.mjs'

export interface Counts {
  readonly passed: number
  readonly failed: number
  readonly skipped: number
}

/** One thing to be sure of. Its command writes to this terminal; what it answers is counted. */
export interface Check {
  readonly name: string
  run(): Promise<Counts>
}

const reports = path.join(root, 'test-results')
const tool = (file: string, ...args: string[]) => ended(start(process.execPath, [path.join('node_modules', file), ...args]))
const one = (ok: boolean): Counts => ({ passed: ok ? 1 : 0, failed: ok ? 0 : 1, skipped: 0 })

/** A check that counts as one: its exit code says it all. */
const single = (name: string, run: () => Promise<boolean>): Check => ({ name, run: async () => one(await run()) })

/** A runner that reports to a file. A run that failed without a failed test (it could not start, or nothing was found) counts as one failure. */
const counted = (name: string, report: string, run: (file: string) => Promise<number>, read: (report: never) => Counts): Check => ({
  name,
  async run() {
    const file = path.join(reports, report)
    mkdirSync(reports, { recursive: true })
    rmSync(file, { force: true })
    const code = await run(file)
    try {
      const counts = read(JSON.parse(readFileSync(file, 'utf8')) as never)
      return code !== 0 && counts.failed === 0 ? { ...counts, failed: 1 } : counts
    } catch {
      return one(false)
    }
  },
})

export interface VitestReport {
  numPassedTests: number
  numFailedTests: number
  numPendingTests: number
  numTodoTests: number
  testResults: { status: string; assertionResults: unknown[] }[]
}

export function countVitest(report: VitestReport): Counts {
  // A file that fails before its first test has no test to count.
  const unread = report.testResults.filter(({ status, assertionResults }) => status === 'failed' && assertionResults.length === 0).length
  return { passed: report.numPassedTests, failed: report.numFailedTests + unread, skipped: report.numPendingTests + report.numTodoTests }
}

export interface PlaywrightReport {
  stats: { expected: number; unexpected: number; flaky: number; skipped: number }
  errors: unknown[]
}

/** A story that passed only when repeated is a failure: what is on a screen must not depend on luck. */
export const countPlaywright = ({ stats, errors }: PlaywrightReport): Counts => ({
  passed: stats.expected,
  failed: stats.unexpected + stats.flaky + errors.length,
  skipped: stats.skipped,
})

const types = single('types', async () => (await tool('typescript/bin/tsc', '-p', 'tsconfig.json')) === 0)
const lint = single('lint', async () => (await tool('@biomejs/biome/bin/biome', 'check', '.')) === 0)
const boundaries = single(
  'boundaries',
  async () =>
    (await tool(
      'dependency-cruiser/bin/dependency-cruiser.mjs',
      '--config',
      '.dependency-cruiser.mjs',
      'apps',
      'packages',
      'bench',
      'tests',
      'e2e',
    )) === 0,
)
const build = single('build', () => ensureBuilt())
const unit = counted(
  'unit',
  'vitest.json',
  (file) => tool('vitest/vitest.mjs', 'run', '--reporter=default', '--reporter=json', `--outputFile.json=${file}`),
  countVitest,
)
const hasBrowser = () =>
  ensureBrowser().then(
    () => true,
    () => false,
  )
/** First, so that a run without a browser says so before its long part, and still ends with its sum. */
const browser = single('browser', async () => {
  try {
    console.log((await ensureBrowser()).executablePath)
    return true
  } catch (error) {
    console.error(error instanceof Error ? error.message : error)
    return false
  }
})
const stage = counted(
  'e2e',
  'playwright.json',
  (file) =>
    ended(
      start(
        process.execPath,
        ['node_modules/@playwright/test/cli.js', 'test', '--config', 'e2e/playwright.config.ts', ...process.argv.slice(2)],
        { WARDLINE_E2E_REPORT: file },
      ),
    ),
  countPlaywright,
)
const e2e: Check = {
  name: stage.name,
  async run() {
    if (await hasBrowser()) return stage.run()
    console.error('The stories need a browser that passed the probe.')
    return one(false)
  },
}

export const verification: readonly Check[] = [types, lint, boundaries, build, unit]
export const stories: readonly Check[] = [browser, build, e2e]
export const everything: readonly Check[] = [browser, ...verification, e2e]

const seconds = (since: number) => `${((performance.now() - since) / 1000).toFixed(1)} s`

/** Runs every check, also after a failed one, prints the sum as the last line and sets the exit code. */
export async function runChecks(checks: readonly Check[]): Promise<void> {
  const total = { passed: 0, failed: 0, skipped: 0 }
  const lines: string[] = []
  for (const check of checks) {
    console.log(`\n── ${check.name}`)
    const since = performance.now()
    const counts = await check.run()
    for (const key of ['passed', 'failed', 'skipped'] as const) total[key] += counts[key]
    lines.push(`${counts.failed ? '✗' : '✓'} ${check.name}: ${sentence(counts)} in ${seconds(since)}`)
  }
  console.log(`\n${lines.join('\n')}\n${sentence(total)}`)
  process.exitCode = total.failed ? 1 : 0
}

export const sentence = ({ passed, failed, skipped }: Counts) =>
  `${passed} passed, ${failed} failed${skipped ? `, ${skipped} skipped` : ''}`
