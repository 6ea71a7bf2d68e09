import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { gunzipSync } from 'node:zlib'
import { asFigure, type Line } from '../line.ts'

const root = path.join(import.meta.dirname, '../../../../..')
const bundles = path.join(root, '../shared/data/synthea-bundles')
/** A real set of patients, not all of them: the line stays under a minute. */
const FILES = 12

const entriesIn = (file: string): number => (JSON.parse(gunzipSync(readFileSync(file)).toString()) as { entry: unknown[] }).entry.length

/** Runs the importer on an empty data folder; answers its time and the most memory it held. */
function importInto(folder: string, files: readonly string[]): Promise<{ ms: number; bytes: number }> {
  return new Promise((done, failed) => {
    const since = performance.now()
    const child = spawn(process.execPath, ['apps/bff/src/ingest/cli.ts', '--report', path.join(folder, 'report.ndjson'), ...files], {
      cwd: root,
      env: { ...process.env, DATA_DIR: path.join(folder, 'data'), DEMO: 'off', LIVING_WARD: 'off' },
      stdio: ['ignore', 'ignore', 'inherit'],
    })
    let bytes = 0
    // The kernel keeps the peak; on systems without it the line says nothing of memory.
    const watch = setInterval(() => {
      const status = `/proc/${child.pid}/status`
      if (!existsSync(status)) return
      const [, kilobytes] = /VmHWM:\s+(\d+)/.exec(readFileSync(status, 'utf8')) ?? []
      bytes = Math.max(bytes, Number(kilobytes ?? 0) * 1024)
    }, 200)
    child.on('exit', (code) => {
      clearInterval(watch)
      code === 0 ? done({ ms: performance.now() - since, bytes }) : failed(new Error(`the import ended with ${code}`))
    })
  })
}

/** The rate of the import through the front door, and its memory; start of the process and of the database included. */
export const importing = (): Line => ({
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
