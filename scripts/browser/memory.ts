import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import type { Browser, Memory, Way } from './choose.ts'

interface Remembered {
  readonly circumstances: string
  readonly browser: Browser
}

/** Another way, or another browser on the machine, is a reason to choose once more. A forced package depends on neither. */
export const circumstancesOf = (forced: Way | null, found: readonly string[]) =>
  JSON.stringify(forced === 'packaged' ? { forced } : { forced, found })

/** Memory in a file. @param circumstances read at each call, since choosing can install a browser */
export function fileMemory(file: string, circumstances: () => string): Memory {
  return {
    recall() {
      if (!existsSync(file)) return null
      const known = JSON.parse(readFileSync(file, 'utf8')) as Partial<Remembered>
      if (!known.browser || known.circumstances !== circumstances()) return null
      return existsSync(known.browser.executablePath) ? known.browser : null
    },
    remember(browser) {
      mkdirSync(path.dirname(file), { recursive: true })
      writeFileSync(file, `${JSON.stringify({ circumstances: circumstances(), browser } satisfies Remembered)}\n`)
    },
    forget() {
      rmSync(file, { force: true })
    },
  }
}
