import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { gunzipSync } from 'node:zlib'
import { asFigure, type BenchmarkCase } from '../../measure/benchmark-case.ts'
import { importInto } from '../../setup/run-import.ts'

const root = path.join(import.meta.dirname, '../../..')
const bundles = path.join(root, '../shared/data/synthea-bundles')
/** A real set of patients, not all of them: the line stays under a minute. */
const FILES = 12

const entriesIn = (file: string): number => (JSON.parse(gunzipSync(readFileSync(file)).toString()) as { entry: unknown[] }).entry.length

/** The rate of the import through the front door, and its memory; start of the process and of the database included. */
export const importing = (): BenchmarkCase => ({
  id: 'IMPORT',
  async run() {
    if (!existsSync(bundles)) {
      process.stderr.write('the shared data set is not beside this folder: import is not measured\n')
      return []
    }
    const files = readdirSync(bundles)
      .filter((name) => name.endsWith('.json.gz'))
      .slice(0, FILES)
      .map((name) => path.join(bundles, name))
    const resources = files.reduce((sum, file) => sum + entriesIn(file), 0)
    const folder = mkdtempSync(path.join(os.tmpdir(), 'wardline-import-'))
    try {
      const { ms, bytes } = await importInto(folder, files)
      const about = { line: 'IMPORT', workload: `${resources} resources of ${files.length} bundles, through the front door` }
      const rate = asFigure({ ...about, unit: '/s' }, (resources / ms) * 1000, null)
      const peak = asFigure({ ...about, workload: 'most memory of the process', unit: 'MB' }, bytes / 1e6, null)
      return bytes > 0 ? [rate, peak] : [rate]
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  },
})
