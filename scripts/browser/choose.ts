/** A browser program and the environment variables it needs in addition to those of this process. */
export interface Browser {
  readonly executablePath: string
  readonly env: Readonly<Record<string, string>>
}

/** Sources of a browser, in the order in which they are tried. */
export const browserSources = ['installed', 'playwright', 'packaged', 'debian'] as const
export type BrowserSource = (typeof browserSources)[number]

export const VARIABLE = 'WARDLINE_BROWSER'

/** Returns the source named by `WARDLINE_BROWSER`, or null to try all of them. Throws when the value is not a source. */
export function requestedSource(value = process.env[VARIABLE]): BrowserSource | null {
  if (!value) return null
  const source = browserSources.find((name) => name === value)
  if (!source)
    throw new Error(
      `${VARIABLE} must be ${browserSources.slice(0, -1).join(', ')} or ${browserSources.at(-1)}, not ${JSON.stringify(value)}.`,
    )
  return source
}

export interface BrowserCache {
  /** Returns the browser of an earlier run, or null. */
  read(): Browser | null
  write(browser: Browser): void
  clear(): void
}

interface ChoiceOptions {
  readonly requested: BrowserSource | null
  readonly cache: BrowserCache
  /** Returns the browsers of a source on this machine, after installing one if possible. */
  readonly candidates: Readonly<Record<BrowserSource, () => Promise<readonly Browser[]>>>
  /** Returns what is wrong with a browser, or null. */
  readonly findDefect: (browser: Browser) => Promise<string | null>
}

/** Returns the browser of an earlier run if it still passes the probe, else the first one that does. Throws with the defect of each candidate. */
export async function choose({ requested, cache, candidates, findDefect }: ChoiceOptions): Promise<Browser> {
  const cached = cache.read()
  if (cached) {
    if ((await findDefect(cached)) === null) return cached
    cache.clear()
  }
  const defects: string[] = []
  for (const source of requested ? [requested] : browserSources) {
    const found = await candidates[source]().catch((error: unknown) => {
      defects.push(`${source}: ${error instanceof Error ? error.message : error}`)
      return null
    })
    if (found?.length === 0) defects.push(`${source}: none found`)
    for (const browser of found ?? []) {
      const defect = await findDefect(browser)
      if (defect === null) {
        cache.write(browser)
        return browser
      }
      defects.push(`${source}: ${browser.executablePath}: ${defect}`)
    }
  }
  throw new Error(
    `No Chromium passed the probe. Install Chrome or Chromium, or name one in CHROME_PATH.\n${defects.map((defect) => `  ${defect}`).join('\n')}`,
  )
}
