// Chooses the Chromium for the stories and the benchmark: one that passed the probe in this run.
import path from 'node:path'
import { root } from '../run/runtime.mjs'
import { cacheKey, fileCache } from './cache.ts'
import { type Browser, choose, requestedSource } from './choose.ts'
import { findDefect } from './probe.ts'
import { browserCandidates, installedPrograms, playwrightPrograms } from './sources.ts'

const folder = path.join(root, 'node_modules/.cache')
const cache = fileCache(path.join(folder, 'browser.json'), () =>
  cacheKey(requestedSource(), [...installedPrograms(), ...playwrightPrograms()]),
)

/** Returns the browser that this or an earlier run chose, without probing it, or null. */
export const cachedBrowser = (): Browser | null => cache.read()

let chosen: Promise<Browser> | null = null

/** Returns a browser that passes the probe; installs one if possible. Runs once per process. Throws when there is none. */
export function ensureBrowser(): Promise<Browser> {
  chosen ??= (async () => choose({ requested: requestedSource(), cache, candidates: browserCandidates(folder), findDefect }))()
  return chosen
}

if (import.meta.main) console.log((await ensureBrowser()).executablePath)
