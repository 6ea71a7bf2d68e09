// `npm run proof`: the proofs of docs/proof.md at the size of a night; `-- --quick` at the size of `npm test`, `-- R3 S5` those lines alone.
import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { measured, type Run, runs } from './proof-runs.ts'
import { root } from '../run/runtime.mjs'
import { ensureServers } from '../servers/ensure-servers.ts'

interface Told {
  readonly held: boolean
  /** What was printed for each line, or how many of its tests passed. */
  readonly figures: readonly (readonly [string, string])[]
}

interface Report {
  readonly testResults: readonly {
    readonly status: string
    readonly assertionResults: readonly { readonly fullName: string; readonly status: string }[]
  }[]
}

/** Of what a broken proof printed. */
const ENOUGH = 6_000

const { values, positionals: wanted } = parseArgs({ options: { quick: { type: 'boolean', default: false } }, allowPositionals: true })
const folder = mkdtempSync(path.join(tmpdir(), 'wardline-proof-'))

/** What a program printed, and whether it ended well. */
function output(args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<{ text: string; ok: boolean }> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, args, { cwd: root, env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'] })
    let text = ''
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (text += chunk))
    child.on('close', (code) => resolve({ text, ok: code === 0 }))
  })
}

const printedFor = (line: string, text: string) =>
  text
    .split('\n')
    .filter((one) => one.startsWith(`${line}: `))
    .map((one) => one.slice(line.length + 2))

async function prove({ lines, projects, files, named, night }: Run): Promise<Told> {
  const report = path.join(folder, 'report.json')
  rmSync(report, { force: true })
  const { text, ok } = await output(
    [
      'node_modules/vitest/vitest.mjs',
      'run',
      ...projects.flatMap((project) => ['--project', project]),
      ...files,
      ...(named ? ['-t', named] : []),
      '--disable-console-intercept',
      '--reporter=default',
      '--reporter=json',
      `--outputFile.json=${report}`,
    ],
    values.quick ? {} : night,
  )
  if (!ok) console.error(text.slice(-ENOUGH))
  const { testResults } = JSON.parse(readFileSync(report, 'utf8')) as Report
  const tests = testResults.flatMap(({ assertionResults }) => assertionResults)
  const passed = (line: string) =>
    tests.filter(({ fullName, status }) => status === 'passed' && new RegExp(`\\b${line}\\b`).test(fullName)).length
  const skipped = tests.every(({ status }) => status !== 'passed')
  return {
    held: ok && !skipped,
    figures: lines.flatMap((line) => {
      const printed = printedFor(line, text)
      return (printed.length > 0 ? printed : [skipped ? 'skipped' : `${passed(line)} tests passed`]).map((said) => [line, said] as const)
    }),
  }
}

/** What `npm run bench` measured of these lines. */
async function measure(lines: typeof measured): Promise<Told> {
  const { text, ok } = await output(['bench/main.ts', ...lines.map(({ bench }) => bench)])
  if (!ok) console.error(text.slice(-ENOUGH))
  const printed = text.split('\n').map((row) => row.trim())
  return {
    held: ok,
    figures: lines.flatMap(({ line, rows }) =>
      printed.filter((row) => rows.test(row)).map((row) => [line, row.replace(/^\w+ +/, '').replace(/\s+/g, ' ')] as const),
    ),
  }
}

ensureServers()
const isWanted = (lines: readonly string[]) => wanted.length === 0 || lines.some((line) => wanted.includes(line))
let held = true
const show = (told: Told) => {
  held &&= told.held
  for (const [line, said] of told.figures) console.log(`${told.held ? 'held  ' : 'BROKEN'} ${line.padEnd(4)} ${said}`)
}
for (const run of runs) if (isWanted(run.lines)) show(await prove(run))
const toMeasure = values.quick ? [] : measured.filter(({ line }) => isWanted([line]))
if (toMeasure.length > 0) show(await measure(toMeasure))
rmSync(folder, { recursive: true, force: true })
console.log(held ? '\nEvery proof held.' : '\nNot every proof held.')
process.exit(held ? 0 : 1)
