import { afterAll, afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { tell } from './world/story.ts'

/** `FUZZ_SEEDS=20000 npx vitest run --project contract` looks further; `FUZZ_FROM` begins elsewhere. */
const SEEDS = Number(process.env.FUZZ_SEEDS ?? 1_000)
const FROM = Number(process.env.FUZZ_FROM ?? 1)
const IN_A_TEST = 100

beforeEach(() =>
  vi.useFakeTimers({
    toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'setImmediate', 'clearImmediate', 'Date'],
    now: Date.UTC(2026, 10, 20, 12),
  }),
)
afterEach(() => vi.useRealTimers())

let [stories, happened, lists] = [0, 0, 0]
async function story(seed: number) {
  const { faults, events, compared } = await tell(seed)
  expect(faults, `seed ${seed}`).toEqual([])
  stories += 1
  happened += events
  lists += compared
}
afterAll(() => console.log(`R10: ${stories} stories, ${happened} changes, ${lists} lists compared with a fresh reading: 0 differ`))

describe('stories that once ended badly', () => {
  it.each([
    [427, 'a reading waited for a life of the log that was over'],
    [1173, 'a list that was read again went back to where its log began anew'],
    [5569, 'a row that had moved to the next page while that was read was made from nothing'],
    [7560, 'the last row of a page moved away, and the next page began after its old place'],
    [17170, 'the same as in 5569'],
    [25020, 'the same as in 1173'],
    [363, 'a page read while the line was closed was joined to an older list'],
    [4745, 'a list that landed while the line was closed was never carried on'],
  ])('%i: %s', (seed) => story(seed))
})

describe('R10, RT1–RT9, RT16: every open list converges, nothing is lost, nothing comes twice, nothing goes back', () => {
  const starts = Array.from({ length: Math.ceil(SEEDS / IN_A_TEST) }, (_, block) => FROM + block * IN_A_TEST)

  it.each(starts)('in %i and the stories after it', { timeout: 120_000 }, async (start) => {
    for (let seed = start; seed < Math.min(start + IN_A_TEST, FROM + SEEDS); seed++) await story(seed)
  })
})
