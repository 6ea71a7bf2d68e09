import type { Registry } from 'prom-client'
import { type Point, pointBetween, type Stored } from './point.ts'
import { type Reading, readRegistry } from './reading.ts'

/** As often as Prometheus would ask, nearly; finer lines would only be rougher. */
export const SAMPLE_MS = 5_000
/** Half an hour. */
const KEPT = 360
/** Rates are of the last half minute: of five seconds, a quiet ward would be a row of spikes. */
const OVER = 6

export interface SamplerParts {
  readonly registry: Registry
  /** Asked of the database at each point; rejects while it does not answer. */
  readonly stored: () => Promise<Stored>
  readonly now: () => Date
  readonly failed: (error: unknown) => void
}

/** The last half hour of this process, so that a page that is opened shows how it came to this. */
export interface Sampler {
  since(at: string | null): readonly Point[]
  /** Takes a point now. */
  take(): Promise<void>
  stop(): Promise<void>
}

export async function startSampler({ registry, stored, now, failed }: SamplerParts): Promise<Sampler> {
  const points: Point[] = []
  const readings: Reading[] = [await readRegistry(registry, now().getTime())]
  let taking: Promise<void> = Promise.resolve()

  async function takeOne(): Promise<void> {
    const said = await stored().catch(() => null)
    const after = await readRegistry(registry, now().getTime())
    points.push(pointBetween(readings[0] ?? after, after, said))
    if (points.length > KEPT) points.shift()
    readings.push(after)
    if (readings.length > OVER) readings.shift()
  }
  const take = () => {
    taking = taking.then(takeOne).catch(failed)
    return taking
  }
  const timer = setInterval(() => void take(), SAMPLE_MS).unref()

  return {
    since: (at) => (at === null ? points : points.filter((point) => point.at > at)),
    take,
    async stop() {
      clearInterval(timer)
      await taking
    },
  }
}
