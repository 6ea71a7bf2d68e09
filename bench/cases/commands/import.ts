import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { gunzipSync } from 'node:zlib'
import { type BenchmarkCase, figureRow } from '../../measure/benchmark-case.ts'
import { runImport } from '../../setup/run-import.ts'

const root = path.join(import.meta.dirname, '../../..')
const bundles = path.join(root, '../shared/data/synthea-bundles')
/** A part of a real data set, so that the case takes less than a minute. */
const FILES = 12

const entriesIn = (file: string): number => (JSON.parse(gunzipSync(readFileSync(file)).toString()) as { entry: unknown[] }).entry.length

/** Rate and peak memory of an import, including the start of the process and the database. */
export const importRate = (): BenchmarkCase => ({
  id: 'IMPORT',
  async run() {
    if (!existsSync(bundles)) {
      process.stderr.write('the shared data set is missing: import is not measured\n')
      return []
    }
    const files = readdirSync(bundles)
      .filter((name) => name.endsWith('.json.gz'))
      .slice(0, FILES)
      .map((name) => path.join(bundles, name))
    const resources = files.reduce((sum, file) => sum + entriesIn(file), 0)
    const folder = mkdtempSync(path.join(os.tmpdir(), 'wardline-import-'))
    try {
      const { ms, bytes } = await runImport(folder, files)
      const about = { caseId: 'IMPORT', workload: `${resources} resources of ${files.length} bundles imported` }
      const rate = figureRow({ ...about, unit: '/s' }, (resources / ms) * 1000, null)
      const peak = figureRow({ ...about, workload: 'peak memory of the process', unit: 'MB' }, bytes / 1e6, null)
      return bytes > 0 ? [rate, peak] : [rate]
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  },
})
