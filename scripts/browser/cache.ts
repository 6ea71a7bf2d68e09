import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import type { Browser, BrowserCache, BrowserSource } from './choose.ts'

interface CacheEntry {
  readonly key: string
  readonly browser: Browser
}

/** A different requested source or a newly installed browser invalidates the cache. The packaged browser depends on neither. */
export const cacheKey = (requested: BrowserSource | null, installed: readonly string[]) =>
  JSON.stringify(requested === 'packaged' ? { requested } : { requested, installed })

/** Keeps the chosen browser in a file. @param key evaluated on each call, because choosing can install a browser */
export function fileCache(file: string, key: () => string): BrowserCache {
  return {
    read() {
      if (!existsSync(file)) return null
      const entry = JSON.parse(readFileSync(file, 'utf8')) as Partial<CacheEntry>
      if (!entry.browser || entry.key !== key()) return null
      return existsSync(entry.browser.executablePath) ? entry.browser : null
    },
    write(browser) {
      mkdirSync(path.dirname(file), { recursive: true })
      writeFileSync(file, `${JSON.stringify({ key: key(), browser } satisfies CacheEntry)}\n`)
    },
    clear() {
      rmSync(file, { force: true })
    },
  }
}
