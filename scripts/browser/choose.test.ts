import { describe, expect, it } from 'vitest'
import { type Browser, type BrowserCache, type BrowserSource, browserSources, choose, requestedSource } from './choose.ts'

const browserAt = (executablePath: string): Browser => ({ executablePath, env: {} })

/** A machine with these browsers, of which some pass the probe. */
function machine(
  installed: Partial<Record<BrowserSource, readonly string[]>>,
  passing: readonly string[],
  cachedPath: string | null = null,
) {
  const probed: string[] = []
  const tried: BrowserSource[] = []
  let cached = cachedPath ? browserAt(cachedPath) : null
  const cache: BrowserCache = {
    read: () => cached,
    write: (browser) => {
      cached = browser
    },
    clear: () => {
      cached = null
    },
  }
  const candidate = (source: BrowserSource) => async () => {
    tried.push(source)
    return (installed[source] ?? []).map(browserAt)
  }
  const candidates = {
    installed: candidate('installed'),
    playwright: candidate('playwright'),
    packaged: candidate('packaged'),
    debian: candidate('debian'),
  }
  const findDefect = async ({ executablePath }: Browser) => {
    probed.push(executablePath)
    return passing.includes(executablePath) ? null : 'a typed word is not drawn'
  }
  return {
    probed,
    tried,
    cached: () => cached?.executablePath ?? null,
    chosen: (requested: BrowserSource | null = null) =>
      choose({ requested, cache, candidates, findDefect }).then(({ executablePath }) => executablePath),
  }
}

describe('choice of the browser', () => {
  it('the first browser that passes the probe is chosen and cached, not the first one found', async () => {
    const { chosen, cached } = machine({ installed: ['/broken', '/second'], packaged: ['/packed'] }, ['/second', '/packed'])
    expect(await chosen()).toBe('/second')
    expect(cached()).toBe('/second')
  })

  it('all sources are tried in order', async () => {
    const { chosen, tried } = machine({ installed: ['/broken'], debian: ['/debian'] }, ['/debian'])
    expect(await chosen()).toBe('/debian')
    expect(tried).toEqual(browserSources)
  })

  it('a cached browser is probed again and chosen without looking for another', async () => {
    const { chosen, probed, tried } = machine({ installed: ['/other'] }, ['/known', '/other'], '/known')
    expect(await chosen()).toBe('/known')
    expect(probed).toEqual(['/known'])
    expect(tried).toEqual([])
  })

  it('a cached browser that no longer passes is replaced', async () => {
    const { chosen, cached } = machine({ packaged: ['/packed'] }, ['/packed'], '/known')
    expect(await chosen()).toBe('/packed')
    expect(cached()).toBe('/packed')
  })

  it('the error names the defect of each candidate when none passes, and the cache is cleared', async () => {
    const { chosen, cached } = machine({ installed: ['/broken'] }, [], '/known')
    await expect(chosen()).rejects.toThrow(
      /installed: \/broken: a typed word is not drawn\n.*playwright: none found\n.*packaged: none found\n.*debian: none found/,
    )
    expect(cached()).toBeNull()
  })

  it('only the requested source is tried', async () => {
    const both = { installed: ['/chrome'], packaged: ['/packed'] }
    const { chosen, tried } = machine(both, ['/chrome', '/packed'])
    expect(await chosen('packaged')).toBe('/packed')
    expect(tried).toEqual(['packaged'])
    await expect(machine(both, ['/chrome']).chosen('packaged')).rejects.toThrow('packaged: /packed: a typed word is not drawn')
  })
})

describe('WARDLINE_BROWSER', () => {
  it('a source or an empty value is accepted', () => {
    for (const source of browserSources) expect(requestedSource(source)).toBe(source)
    expect(requestedSource('')).toBeNull()
  })

  it('any other value is refused', () => {
    expect(() => requestedSource('firefox')).toThrow('WARDLINE_BROWSER must be installed, playwright, packaged or debian, not "firefox".')
  })
})
