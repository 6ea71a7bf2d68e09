/** How a browser is started: its program, and what its environment needs beside that of this process. */
export interface Browser {
  readonly executablePath: string
  readonly env: Readonly<Record<string, string>>
}

/** Where a browser can come from, in the order in which each is tried. */
export const ways = ['installed', 'playwright', 'packaged', 'debian'] as const
export type Way = (typeof ways)[number]

export const VARIABLE = 'WARDLINE_BROWSER'

/** The way that `WARDLINE_BROWSER` names; null when each is tried in turn. Throws one sentence for any other word. */
export function forcedWay(word = process.env[VARIABLE]): Way | null {
  if (!word) return null
  const way = ways.find((name) => name === word)
  if (!way) throw new Error(`${VARIABLE} is ${ways.slice(0, -1).join(', ')} or ${ways.at(-1)}, not ${JSON.stringify(word)}.`)
  return way
}

export interface Memory {
  /** The browser of an earlier run, or null. */
  recall(): Browser | null
  remember(browser: Browser): void
  forget(): void
}

interface Choice {
  readonly forced: Way | null
  readonly memory: Memory
  /** The browsers that each way has on this machine, installed first where that is possible. */
  readonly candidates: Readonly<Record<Way, () => Promise<readonly Browser[]>>>
  /** What is wrong with a browser, or null. */
  readonly flawOf: (browser: Browser) => Promise<string | null>
}

/** The browser of an earlier run while it passes the probe, else the first one that does. Throws with what was wrong with each. */
export async function choose({ forced, memory, candidates, flawOf }: Choice): Promise<Browser> {
  const known = memory.recall()
  if (known) {
    if ((await flawOf(known)) === null) return known
    memory.forget()
  }
  const flaws: string[] = []
  for (const way of forced ? [forced] : ways) {
    const found = await candidates[way]().catch((error: unknown) => {
      flaws.push(`${way}: ${error instanceof Error ? error.message : error}`)
      return null
    })
    if (found?.length === 0) flaws.push(`${way}: none found`)
    for (const browser of found ?? []) {
      const flaw = await flawOf(browser)
      if (flaw === null) {
        memory.remember(browser)
        return browser
      }
      flaws.push(`${way}: ${browser.executablePath}: ${flaw}`)
    }
  }
  throw new Error(
    `No Chromium passed the probe. Install Chrome or Chromium, or name one in CHROME_PATH.\n${flaws.map((flaw) => `  ${flaw}`).join('\n')}`,
  )
}
