import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { gzipSync } from 'node:zlib'
import { build } from 'vite'

const sources = path.join(import.meta.dirname, '../pages')

/** Builds the baseline pages like the product's screens, and deletes them after `measure`. */
export async function withBaselinePages<T>(measure: (folder: string) => Promise<T>): Promise<T> {
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
          // 'use client' concerns server rendering; the bundler would warn for each module.
          checks: { moduleLevelDirective: false },
          input: ['lean', 'refetch', 'libraries'].map((page) => path.join(sources, `${page}.html`)),
        },
      },
    })
    return await measure(folder)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

export const gzippedBytes = (file: string) => gzipSync(readFileSync(file), { level: 9 }).length

/** Returns the scripts that a built page loads: its entry and the static imports. */
export function scriptsOf(page: string): readonly string[] {
  const scripts = new Set(Array.from(readFileSync(page, 'utf8').matchAll(/(?:src|href)="([^"]+\.js)"/g), ([, file]) => file as string))
  if (scripts.size === 0) throw new Error(`${path.basename(page)} has no script`)
  return [...scripts]
}
