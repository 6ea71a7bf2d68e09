// The checks of `npm run verify`, `npm run e2e` and `npm test`.
import { mkdirSync, readFileSync, rmSync } from 'node:fs'
import path from 'node:path'
import { ensureBrowser } from '../browser/browser.ts'
import { ensureBuilt } from '../run/build.mjs'
import { exitCodeOf, startProcess } from '../run/child-processes.mjs'
import { root } from '../run/runtime.mjs'
import {
  type Counts,
  countPlaywright,
  countVitest,
  formatCounts,
  type PlaywrightReport,
  slowestFiles,
  type VitestReport,
} from './reports.ts'

/** A check prints to this terminal and returns its counts. */
export interface Check {
  readonly name: string
  run(): Promise<Counts>
}

const reports = path.join(root, 'test-results')
const runTool = (file: string, ...args: string[]) => exitCodeOf(startProcess(process.execPath, [path.join('node_modules', file), ...args]))
const singleCount = (ok: boolean): Counts => ({ passed: ok ? 1 : 0, failed: ok ? 0 : 1, skipped: 0 })

/** A check that counts as one test. */
const singleCheck = (name: string, run: () => Promise<boolean>): Check => ({ name, run: async () => singleCount(await run()) })

interface ReportedRun<Report> {
  readonly name: string
  readonly reportName: string
  /** Runs the tests with a report in this file. Returns the exit code. */
  run(reportFile: string): Promise<number>
  count(report: Report): Counts
}

/** A test runner with a JSON report. A failed run without a failed test (it did not start, or found no test) counts as one failure. */
const reportedCheck = <Report>({ name, reportName, run, count }: ReportedRun<Report>): Check => ({
  name,
  async run() {
    const file = path.join(reports, reportName)
    mkdirSync(reports, { recursive: true })
    rmSync(file, { force: true })
    const code = await run(file)
    try {
      const counts = count(JSON.parse(readFileSync(file, 'utf8')) as Report)
      return code !== 0 && counts.failed === 0 ? { ...counts, failed: 1 } : counts
    } catch {
      return singleCount(false)
    }
  },
})

const types = singleCheck('types', async () => (await runTool('typescript/bin/tsc', '-p', 'tsconfig.json')) === 0)
const lint = singleCheck('lint', async () => (await runTool('@biomejs/biome/bin/biome', 'check', '.')) === 0)
const boundaries = singleCheck(
  'boundaries',
  async () =>
    (await runTool(
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
const build = singleCheck('build', () => ensureBuilt())
const unit = reportedCheck<VitestReport>({
  name: 'unit',
  reportName: 'vitest.json',
  run: (file) => runTool('vitest/vitest.mjs', 'run', '--reporter=default', '--reporter=json', `--outputFile.json=${file}`),
  count(report) {
    console.log(`\nSlowest test files:\n${slowestFiles(report).join('\n')}`)
    return countVitest(report)
  },
})
const hasBrowser = () =>
  ensureBrowser().then(
    () => true,
    () => false,
  )
/** Runs first, so that a missing browser is reported before the long checks. */
const browser = singleCheck('browser', async () => {
  try {
    console.log((await ensureBrowser()).executablePath)
    return true
  } catch (error) {
    console.error(error instanceof Error ? error.message : error)
    return false
  }
})
const playwright = reportedCheck<PlaywrightReport>({
  name: 'e2e',
  reportName: 'playwright.json',
  run: (file) =>
    exitCodeOf(
      startProcess(
        process.execPath,
        ['node_modules/@playwright/test/cli.js', 'test', '--config', 'e2e/playwright.config.ts', ...process.argv.slice(2)],
        { WARDLINE_E2E_REPORT: file },
      ),
    ),
  count: countPlaywright,
})
const e2e: Check = {
  name: playwright.name,
  async run() {
    if (await hasBrowser()) return playwright.run()
    console.error('The stories need a browser that passes the probe.')
    return singleCount(false)
  },
}

export const verifyChecks: readonly Check[] = [types, lint, boundaries, build, unit]
export const storyChecks: readonly Check[] = [browser, build, e2e]
export const allChecks: readonly Check[] = [browser, ...verifyChecks, e2e]

const secondsSince = (start: number) => `${((performance.now() - start) / 1000).toFixed(1)} s`

/** Runs all checks, also after a failure, prints the total as the last line and sets the exit code. */
export async function runChecks(checks: readonly Check[]): Promise<void> {
  const total = { passed: 0, failed: 0, skipped: 0 }
  const lines: string[] = []
  for (const check of checks) {
    console.log(`\n── ${check.name}`)
    const start = performance.now()
    const counts = await check.run()
    for (const key of ['passed', 'failed', 'skipped'] as const) total[key] += counts[key]
    lines.push(`${counts.failed ? '✗' : '✓'} ${check.name}: ${formatCounts(counts)} in ${secondsSince(start)}`)
  }
  console.log(`\n${lines.join('\n')}\n${formatCounts(total)}`)
  process.exitCode = total.failed ? 1 : 0
}
