import type { Registry } from 'prom-client'
import { background } from '../../load/event-loop.ts'
import type { MetricsSample } from '../../observability/metrics-sample.ts'
import { type Reading, readRegistry } from './registry-reader.ts'
import { figuresBetween } from './sample-diff.ts'

/** As often as Prometheus would ask, nearly; finer lines would only be rougher. */
export const SAMPLE_MS = 5_000
/** Rates are of the last half minute: of five seconds, a quiet ward would be a row of spikes. */
const OVER = 6

export interface SamplerParts {
  readonly registry: Registry
  /** Asked of the database at each point; rejects while it does not answer. */
  readonly stored: () => Promise<NonNullable<MetricsSample['stored']>>
  readonly now: () => Date
  readonly tell: (figures: MetricsSample) => void
  readonly failed: (error: unknown) => void
}

/** Tells every few seconds how this process is doing. */
export interface Sampler {
  /** Takes a point now. */
  take(): Promise<void>
  stop(): Promise<void>
}

export async function startSampler({ registry, stored, now, tell, failed }: SamplerParts): Promise<Sampler> {
  const readings: Reading[] = [await readRegistry(registry, now().getTime())]
  let taking: Promise<void> = Promise.resolve()

  async function takeOne(): Promise<void> {
    const said = await stored().catch(() => null)
    const after = await readRegistry(registry, now().getTime())
    tell(figuresBetween(readings[0] ?? after, after, said))
    readings.push(after)
    if (readings.length > OVER) readings.shift()
  }
  const take = () => {
    taking = taking.then(takeOne).catch(failed)
    return taking
  }
  const timer = background(setInterval(() => void take(), SAMPLE_MS))

  return {
    take,
    async stop() {
      clearInterval(timer)
      await taking
    },
  }
}
