import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import path from 'node:path'
import { chromium } from '@playwright/test'
import { programsNamed } from '@wardline/test-kit/servers/programs'
import { root } from '../run/runtime.mjs'
import { canInstall, installPackage } from '../servers/apt.ts'
import type { Browser, BrowserSource } from './choose.ts'
import { provideFonts } from './fonts.ts'
import { packaged } from './packaged.ts'

/** Long enough for a download over a slow connection; without a network the attempt fails within seconds. */
const DOWNLOAD_MS = 180_000

const DEBIAN_CHROMIUM = '/usr/bin/chromium'

const otherLocations = () => [
  '/opt/google/chrome/chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  ...[process.env.PROGRAMFILES, process.env.LOCALAPPDATA].flatMap((folder) =>
    folder ? [path.join(folder, 'Google/Chrome/Application/chrome.exe')] : [],
  ),
]

/** Returns the programs of installed browsers, the one named in `CHROME_PATH` first. */
export function installedPrograms(): readonly string[] {
  const named = ['google-chrome', 'google-chrome-stable', 'chromium', 'chromium-browser', 'chrome.exe'].flatMap(programsNamed)
  const all = [...(process.env.CHROME_PATH ? [process.env.CHROME_PATH] : []), ...named, ...otherLocations()]
  return [...new Set(all.filter((file) => existsSync(file)))]
}

/** Returns Playwright's own browser if it was downloaded. */
export const playwrightPrograms = (): readonly string[] => [chromium.executablePath()].filter((file) => existsSync(file))

/** Returns the candidates of each source. @param cache folder for unpacked browsers and font configuration */
export function browserCandidates(cache: string): Readonly<Record<BrowserSource, () => Promise<readonly Browser[]>>> {
  /** Adds the product's fonts to the system's, because a system without fonts draws no text. */
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
      const refusal = existsSync(DEBIAN_CHROMIUM) || !canInstall() ? null : installPackage('chromium')
      if (refusal) throw new Error(refusal)
      return withFonts([DEBIAN_CHROMIUM].filter((file) => existsSync(file)))
    },
  }
}
