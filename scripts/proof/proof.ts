// `npm run proof`: runs the proofs of docs/proof.md at full size; `-- --quick` at the size of `npm test`, `-- R3 S5` only those lines.
import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { root } from '../run/runtime.mjs'
import { ensureServers } from '../servers/ensure-servers.ts'
import { benchmarkProofs, type ProofRun, proofRuns } from './proof-runs.ts'

interface ProofResult {
  readonly passed: boolean
  /** Pairs of line and figure: the printed measurement, or the number of tests that passed. */
  readonly figures: readonly (readonly [string, string])[]
}

interface Report {
  readonly testResults: readonly {
    readonly status: string
    readonly assertionResults: readonly { readonly fullName: string; readonly status: string }[]
  }[]
}

/** Characters of a failed run's output that are shown. */
const SHOWN_OUTPUT = 6_000

const { values, positionals: requestedLines } = parseArgs({
  options: { quick: { type: 'boolean', default: false } },
  allowPositionals: true,
})
const folder = mkdtempSync(path.join(tmpdir(), 'wardline-proof-'))

/** Runs a Node program. Returns its output and whether it succeeded. */
function runNode(args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<{ text: string; ok: boolean }> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, args, { cwd: root, env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'] })
    let text = ''
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (text += chunk))
    child.on('close', (code) => resolve({ text, ok: code === 0 }))
  })
}

/** Tests print a figure as `R5: 500 of 500 resumed`. */
const printedFigures = (line: string, text: string) =>
  text
    .split('\n')
    .filter((printed) => printed.startsWith(`${line}: `))
    .map((printed) => printed.slice(line.length + 2))

async function runTests({ lines, projects, files, namePattern, fullSize }: ProofRun): Promise<ProofResult> {
  const report = path.join(folder, 'report.json')
  rmSync(report, { force: true })
  const { text, ok } = await runNode(
    [
      'node_modules/vitest/vitest.mjs',
      'run',
      ...projects.flatMap((project) => ['--project', project]),
      ...files,
      ...(namePattern ? ['-t', namePattern] : []),
      '--disable-console-intercept',
      '--reporter=default',
      '--reporter=json',
      `--outputFile.json=${report}`,
    ],
    values.quick ? {} : fullSize,
  )
  if (!ok) console.error(text.slice(-SHOWN_OUTPUT))
  const { testResults } = JSON.parse(readFileSync(report, 'utf8')) as Report
  const tests = testResults.flatMap(({ assertionResults }) => assertionResults)
  const passedTests = (line: string) =>
    tests.filter(({ fullName, status }) => status === 'passed' && new RegExp(`\\b${line}\\b`).test(fullName)).length
  const isSkipped = tests.every(({ status }) => status !== 'passed')
  return {
    passed: ok && !isSkipped,
    figures: lines.flatMap((line) => {
      const printed = printedFigures(line, text)
      const figures = printed.length > 0 ? printed : [isSkipped ? 'skipped' : `${passedTests(line)} tests passed`]
      return figures.map((figure) => [line, figure] as const)
    }),
  }
}

async function runBenchmarks(proofs: typeof benchmarkProofs): Promise<ProofResult> {
  const { text, ok } = await runNode(['bench/main.ts', ...proofs.map(({ bench }) => bench)])
  if (!ok) console.error(text.slice(-SHOWN_OUTPUT))
  const printed = text.split('\n').map((row) => row.trim())
  return {
    passed: ok,
    figures: proofs.flatMap(({ line, rows }) =>
      printed.filter((row) => rows.test(row)).map((row) => [line, row.replace(/^\w+ +/, '').replace(/\s+/g, ' ')] as const),
    ),
  }
}

ensureServers()
const isRequested = (lines: readonly string[]) => requestedLines.length === 0 || lines.some((line) => requestedLines.includes(line))
let allPassed = true
function printResult({ passed, figures }: ProofResult): void {
  allPassed &&= passed
  for (const [line, figure] of figures) console.log(`${passed ? 'passed' : 'FAILED'} ${line.padEnd(4)} ${figure}`)
}
for (const run of proofRuns) if (isRequested(run.lines)) printResult(await runTests(run))
const requestedBenchmarks = values.quick ? [] : benchmarkProofs.filter(({ line }) => isRequested([line]))
if (requestedBenchmarks.length > 0) printResult(await runBenchmarks(requestedBenchmarks))
rmSync(folder, { recursive: true, force: true })
console.log(allPassed ? '\nAll proofs passed.' : '\nSome proofs failed.')
process.exit(allPassed ? 0 : 1)
