import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import path from 'node:path'
import { chromium } from '@playwright/test'
import { programsNamed } from '@wardline/test-kit/servers/programs'
import { install, mayInstall } from '../apt.ts'
import { root } from '../runtime.mjs'
import type { Browser, Way } from './choose.ts'
import { provideFonts } from './fonts.ts'
import { packaged } from './packaged.ts'

/** Long enough for a download on a slow line; without a network the attempt fails in seconds by itself. */
const DOWNLOAD_MS = 180_000

const DEBIANS = '/usr/bin/chromium'

const elsewhere = () => [
  '/opt/google/chrome/chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  ...[process.env.PROGRAMFILES, process.env.LOCALAPPDATA].flatMap((folder) =>
    folder ? [path.join(folder, 'Google/Chrome/Application/chrome.exe')] : [],
  ),
]

/** Programs of installed browsers, the one named in `CHROME_PATH` first. */
export function installedPrograms(): readonly string[] {
  const named = ['google-chrome', 'google-chrome-stable', 'chromium', 'chromium-browser', 'chrome.exe'].flatMap(programsNamed)
  const all = [...(process.env.CHROME_PATH ? [process.env.CHROME_PATH] : []), ...named, ...elsewhere()]
  return [...new Set(all.filter((file) => existsSync(file)))]
}

/** Playwright's own browser, where it was downloaded. */
export const playwrightPrograms = (): readonly string[] => [chromium.executablePath()].filter((file) => existsSync(file))

/** What each way has to offer. @param cache folder for what is unpacked or written for a browser */
export function candidatesIn(cache: string): Readonly<Record<Way, () => Promise<readonly Browser[]>>> {
  /** A system without fonts draws no text; the product's are there beside its own. */
  async function withFonts(programs: readonly string[]): Promise<readonly Browser[]> {
    const env = process.platform === 'linux' && programs.length > 0 ? await provideFonts(path.join(cache, 'fonts'), null) : {}
    return programs.map((executablePath) => ({ executablePath, env }))
  }
  return {
    installed: () => withFonts(installedPrograms()),
    playwright() {
      if (playwrightPrograms().length === 0)
        spawnSync(process.execPath, ['node_modules/playwright/cli.js', 'install', 'chromium'], {
          cwd: root,
          stdio: 'ignore',
          timeout: DOWNLOAD_MS,
        })
      return withFonts(playwrightPrograms())
    },
    packaged: () => packaged(cache),
    async debian() {
      const refusal = existsSync(DEBIANS) || !mayInstall() ? null : install('chromium')
      if (refusal) throw new Error(refusal)
      return withFonts([DEBIANS].filter((file) => existsSync(file)))
    },
  }
}
