import { describe, expect, it } from 'vitest'
import { type Browser, choose, forcedWay, type Memory, type Way, ways } from './choose.ts'

const browserAt = (executablePath: string): Browser => ({ executablePath, env: {} })

/** Which browsers a machine has, and which of them pass. */
function machine(found: Partial<Record<Way, readonly string[]>>, passing: readonly string[], known: string | null = null) {
  const probed: string[] = []
  const tried: Way[] = []
  let remembered = known ? browserAt(known) : null
  const memory: Memory = {
    recall: () => remembered,
    remember: (browser) => {
      remembered = browser
    },
    forget: () => {
      remembered = null
    },
  }
  const candidate = (way: Way) => async () => {
    tried.push(way)
    return (found[way] ?? []).map(browserAt)
  }
  const candidates = {
    installed: candidate('installed'),
    playwright: candidate('playwright'),
    packaged: candidate('packaged'),
    debian: candidate('debian'),
  }
  const flawOf = async ({ executablePath }: Browser) => {
    probed.push(executablePath)
    return passing.includes(executablePath) ? null : 'a typed word is not drawn'
  }
  return {
    probed,
    tried,
    remembered: () => remembered?.executablePath ?? null,
    chosen: (forced: Way | null = null) => choose({ forced, memory, candidates, flawOf }).then(({ executablePath }) => executablePath),
  }
}

describe('choosing a browser', () => {
  it('takes the first that passes the probe, not the first that is there', async () => {
    const { chosen, remembered } = machine({ installed: ['/broken', '/second'], packaged: ['/packed'] }, ['/second', '/packed'])
    expect(await chosen()).toBe('/second')
    expect(remembered()).toBe('/second')
  })

  it('tries the ways in turn', async () => {
    const { chosen, tried } = machine({ installed: ['/broken'], debian: ['/debian'] }, ['/debian'])
    expect(await chosen()).toBe('/debian')
    expect(tried).toEqual(ways)
  })

  it('probes a remembered browser once more, and looks for no other while it passes', async () => {
    const { chosen, probed, tried } = machine({ installed: ['/other'] }, ['/known', '/other'], '/known')
    expect(await chosen()).toBe('/known')
    expect(probed).toEqual(['/known'])
    expect(tried).toEqual([])
  })

  it('forgets a remembered browser that no longer passes', async () => {
    const { chosen, remembered } = machine({ packaged: ['/packed'] }, ['/packed'], '/known')
    expect(await chosen()).toBe('/packed')
    expect(remembered()).toBe('/packed')
  })

  it('remembers none when none passes, and says what was wrong with each', async () => {
    const { chosen, remembered } = machine({ installed: ['/broken'] }, [], '/known')
    await expect(chosen()).rejects.toThrow(
      /installed: \/broken: a typed word is not drawn\n.*playwright: none found\n.*packaged: none found\n.*debian: none found/,
    )
    expect(remembered()).toBeNull()
  })

  it('takes the forced way alone', async () => {
    const both = { installed: ['/chrome'], packaged: ['/packed'] }
    const { chosen, tried } = machine(both, ['/chrome', '/packed'])
    expect(await chosen('packaged')).toBe('/packed')
    expect(tried).toEqual(['packaged'])
    await expect(machine(both, ['/chrome']).chosen('packaged')).rejects.toThrow('packaged: /packed: a typed word is not drawn')
  })
})

describe('WARDLINE_BROWSER', () => {
  it('names a way, or none', () => {
    for (const way of ways) expect(forcedWay(way)).toBe(way)
    expect(forcedWay('')).toBeNull()
  })

  it('is refused in one sentence when it names something else', () => {
    expect(() => forcedWay('firefox')).toThrow('WARDLINE_BROWSER is installed, playwright, packaged or debian, not "firefox".')
  })
})
