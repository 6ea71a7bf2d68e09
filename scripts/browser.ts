// Finds a Chromium for the stories and remembers it: an installed one, Playwright's own, the one inside an npm package, Debian's.
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { chromium } from '@playwright/test'
import { root } from './runtime.mjs'

/** How to start the browser: its program, and what its environment needs beside ours. */
export interface Browser {
  readonly executablePath: string
  readonly env: Readonly<Record<string, string>>
}

const cache = path.join(root, 'node_modules/.cache')
export const browserFile = path.join(cache, 'browser.json')

/** The browser does nothing of its own on the network: a run is the same with and without one. Chromium refuses its sandbox to root. */
export const browserArgs = [
  ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
  '--disable-quic',
  '--disable-background-networking',
  '--disable-component-update',
  '--no-first-run',
]

/** Long enough for a download on a slow line; without a network the attempt fails in seconds by itself. */
const DOWNLOAD_MS = 180_000

const run = (command: string, args: string[], timeout = DOWNLOAD_MS) =>
  spawnSync(command, args, { cwd: root, stdio: ['ignore', 'ignore', 'pipe'], timeout }).status === 0

function installed(): Browser | null {
  const programs = ['google-chrome', 'google-chrome-stable', 'chromium', 'chromium-browser', 'chrome.exe']
  const folders = (process.env.PATH ?? '').split(path.delimiter)
  const elsewhere = [
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    '/Applications/Chromium.app/Contents/MacOS/Chromium',
    ...[process.env.PROGRAMFILES, process.env.LOCALAPPDATA].flatMap((folder) =>
      folder ? [path.join(folder, 'Google/Chrome/Application/chrome.exe')] : [],
    ),
  ]
  const candidates = [
    ...(process.env.CHROME_PATH ? [process.env.CHROME_PATH] : []),
    ...programs.flatMap((name) => folders.map((folder) => path.join(folder, name))),
    ...elsewhere,
  ]
  const executablePath = candidates.find((file) => existsSync(file))
  return executablePath ? { executablePath, env: {} } : null
}

function playwrights(): Browser | null {
  const executablePath = chromium.executablePath()
  const there = existsSync(executablePath) || run(process.execPath, ['node_modules/playwright/cli.js', 'install', 'chromium'])
  return there && existsSync(executablePath) ? { executablePath, env: {} } : null
}

/** @sparticuz/chromium carries a Chromium for Linux on x64, packed; `withLibraries` adds the system libraries a bare image lacks. */
async function packaged(withLibraries: boolean): Promise<Browser | null> {
  if (process.platform !== 'linux' || process.arch !== 'x64') return null
  const folder = path.join(cache, 'chromium')
  mkdirSync(folder, { recursive: true })
  // The package unpacks to the temporary folder; here it stays until the next install.
  process.env.TMPDIR = folder
  const { default: packed } = await import('@sparticuz/chromium')
  const executablePath = await packed.executablePath()
  const fonts = { FONTCONFIG_PATH: path.join(folder, 'fonts') }
  if (!withLibraries) return { executablePath, env: fonts }
  const inside = path.join(root, 'node_modules/@sparticuz/chromium')
  const { inflate } = await import(pathToFileURL(path.join(inside, 'build/lambdafs.js')).href)
  await inflate(path.join(inside, 'bin/al2023.tar.br'))
  return { executablePath, env: { ...fonts, LD_LIBRARY_PATH: path.join(folder, 'al2023/lib') } }
}

function debians(): Browser | null {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return null
  const got =
    run('apt-get', ['update', '-qq']) && run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'chromium'], 2 * DOWNLOAD_MS)
  return got ? installed() : null
}

async function starts({ executablePath, env }: Browser): Promise<boolean> {
  try {
    const browser = await chromium.launch({
      executablePath,
      env: { ...(process.env as Record<string, string>), ...env },
      args: browserArgs,
    })
    const page = await browser.newPage()
    await page.setContent('<p>ready</p>')
    await browser.close()
    return true
  } catch {
    return false
  }
}

/** The remembered browser, or null before one was found. */
export function rememberedBrowser(): Browser | null {
  if (!existsSync(browserFile)) return null
  const browser = JSON.parse(readFileSync(browserFile, 'utf8')) as Browser
  return existsSync(browser.executablePath) ? browser : null
}

/** Finds a browser that really starts, installing one where that is possible. */
export async function ensureBrowser(): Promise<Browser> {
  const known = rememberedBrowser()
  if (known) return known
  const temporary = process.env.TMPDIR
  const ways = [installed, playwrights, () => packaged(false), () => packaged(true), debians]
  try {
    for (const way of ways) {
      const browser = await way()
      if (!browser || !(await starts(browser))) continue
      mkdirSync(cache, { recursive: true })
      writeFileSync(browserFile, `${JSON.stringify(browser)}\n`)
      return browser
    }
  } finally {
    if (temporary === undefined) delete process.env.TMPDIR
    else process.env.TMPDIR = temporary
  }
  throw new Error('No Chromium was found and none could be installed. Install Chrome or Chromium, or name one in CHROME_PATH.')
}

if (import.meta.main) console.log((await ensureBrowser()).executablePath)
