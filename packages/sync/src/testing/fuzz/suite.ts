import { afterAll, afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { type MakeFuzzClient, runStory } from './story.ts'

/** `FUZZ_SEEDS=20000 npx vitest run --project contract` runs more stories; `FUZZ_FROM` starts at another seed. */
const SEEDS = Number(process.env.FUZZ_SEEDS ?? 1_000)
const FROM = Number(process.env.FUZZ_FROM ?? 1)
const PER_TEST = 100

export interface FuzzSuite {
  /** The client, as the report names it. */
  readonly name: string
  readonly makeClient: MakeFuzzClient
  /** Seeds that once failed, with the fault. */
  readonly regressions: readonly (readonly [seed: number, fault: string])[]
}

/** Declares the tests of one client: its regressions, then the range of seeds. */
export function fuzzSuite({ name, makeClient, regressions }: FuzzSuite): void {
  beforeEach(() =>
    vi.useFakeTimers({
      toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'setImmediate', 'clearImmediate', 'Date'],
      now: Date.UTC(2026, 10, 20, 12),
    }),
  )
  afterEach(() => vi.useRealTimers())

  const totals = { stories: 0, events: 0, lists: 0 }
  async function story(seed: number) {
    const { faults, events, compared } = await runStory(seed, makeClient)
    expect(faults, `seed ${seed}`).toEqual([])
    totals.stories += 1
    totals.events += events
    totals.lists += compared
  }
  afterAll(() =>
    console.log(
      `R10: ${name}, ${totals.stories} stories, ${totals.events} changes, ${totals.lists} lists compared with a fresh reading: 0 differ`,
    ),
  )

  if (regressions.length > 0)
    describe('stories that once failed', () => {
      it.each(regressions)('%i: %s', (seed) => story(seed))
    })

  describe('R10, RT1–RT9, RT16: every open list converges, nothing is lost, nothing comes twice, nothing goes back', () => {
    const starts = Array.from({ length: Math.ceil(SEEDS / PER_TEST) }, (_, block) => FROM + block * PER_TEST)

    it.each(starts)('in %i and the stories after it', { timeout: 120_000 }, async (start) => {
      for (let seed = start; seed < Math.min(start + PER_TEST, FROM + SEEDS); seed++) await story(seed)
    })
  })
}
