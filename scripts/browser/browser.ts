// The Chromium of the stories and the bench: one that passed the probe in this run.
import path from 'node:path'
import { root } from '../runtime.mjs'
import { type Browser, choose, forcedWay } from './choose.ts'
import { circumstancesOf, fileMemory } from './memory.ts'
import { flawOf } from './probe.ts'
import { candidatesIn, installedPrograms, playwrightPrograms } from './ways.ts'

const cache = path.join(root, 'node_modules/.cache')
const memory = fileMemory(path.join(cache, 'browser.json'), () =>
  circumstancesOf(forcedWay(), [...installedPrograms(), ...playwrightPrograms()]),
)

/** The browser that this run or an earlier one chose, unprobed; null when there is none. */
export const rememberedBrowser = (): Browser | null => memory.recall()

let chosen: Promise<Browser> | null = null

/** Finds a browser that passes the probe, installing one where that is possible; once in a process. Throws when there is none. */
export function ensureBrowser(): Promise<Browser> {
  chosen ??= (async () => choose({ forced: forcedWay(), memory, candidates: candidatesIn(cache), flawOf }))()
  return chosen
}

if (import.meta.main) console.log((await ensureBrowser()).executablePath)
