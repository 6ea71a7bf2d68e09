import { spawn } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { root } from '../../scripts/run/runtime.mjs'

/** Runs the importer on the folder's own empty `data`; answers its time and the most memory it held. */
export function importInto(folder: string, files: readonly string[]): Promise<{ ms: number; bytes: number }> {
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
