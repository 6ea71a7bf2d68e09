import { spawn } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { root } from '../../scripts/run/runtime.mjs'

/** Imports files into a new database in `folder/data`. Returns the time and the peak memory. */
export function runImport(folder: string, files: readonly string[]): Promise<{ ms: number; bytes: number }> {
  return new Promise((done, failed) => {
    const since = performance.now()
    const child = spawn(
      process.execPath,
      ['apps/bff/src/ingest/command-line/cli.ts', '--report', path.join(folder, 'report.ndjson'), ...files],
      {
        cwd: root,
        env: { ...process.env, DATA_DIR: path.join(folder, 'data'), DEMO: 'off', LIVING_WARD: 'off' },
        stdio: ['ignore', 'ignore', 'inherit'],
      },
    )
    let bytes = 0
    // Linux records the peak; on other systems memory is not measured.
    const timer = setInterval(() => {
      const status = `/proc/${child.pid}/status`
      if (!existsSync(status)) return
      const [, kilobytes] = /VmHWM:\s+(\d+)/.exec(readFileSync(status, 'utf8')) ?? []
      bytes = Math.max(bytes, Number(kilobytes ?? 0) * 1024)
    }, 200)
    child.on('exit', (code) => {
      clearInterval(timer)
      code === 0 ? done({ ms: performance.now() - since, bytes }) : failed(new Error(`the import exited with code ${code}`))
    })
  })
}
