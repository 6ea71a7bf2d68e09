import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { gzipSync } from 'node:zlib'
import { build } from 'vite'

const sources = path.join(import.meta.dirname, '../pages')

/** Builds the bare pages as the product's screens are built, for as long as `act` runs. */
export async function withBarePages<T>(act: (folder: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(path.join(tmpdir(), 'wardline-pages-'))
  try {
    await build({
      configFile: false,
      root: sources,
      base: '/pages/',
      logLevel: 'warn',
      build: {
        outDir: folder,
        emptyOutDir: true,
        target: 'es2022',
        rolldownOptions: {
          // 'use client' is for servers that draw; the bundler says so once a module.
          checks: { moduleLevelDirective: false },
          input: ['lean', 'refetch', 'libraries'].map((page) => path.join(sources, `${page}.html`)),
        },
      },
    })
    return await act(folder)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

export const gzippedBytes = (file: string) => gzipSync(readFileSync(file), { level: 9 }).length

/** The scripts a built page names itself: its entry, and whatever that imports without being asked. */
export function scriptsOf(page: string): readonly string[] {
  const scripts = new Set(Array.from(readFileSync(page, 'utf8').matchAll(/(?:src|href)="([^"]+\.js)"/g), ([, file]) => file as string))
  if (scripts.size === 0) throw new Error(`${path.basename(page)} names no script`)
  return [...scripts]
}
