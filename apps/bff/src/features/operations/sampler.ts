import { unref } from '@wardline/sync/server'
import type { Registry } from 'prom-client'
import type { MetricsSample } from '../../observability/metrics-sample.ts'
import { type RegistrySample, readRegistry } from './registry-reader.ts'
import { sampleBetween } from './sample-diff.ts'

/** Sampling interval, close to a usual Prometheus scrape interval. */
export const SAMPLE_MS = 5_000
/** Samples per rate window: rates over 30 s, because over 5 s a quiet ward would show only spikes. */
const WINDOW_SAMPLES = 6

export interface SamplerOptions {
  readonly registry: Registry
  /** Reads the figures stored in the database; rejects during an outage. */
  readonly stored: () => Promise<NonNullable<MetricsSample['stored']>>
  readonly now: () => Date
  readonly publish: (figures: MetricsSample) => void
  readonly failed: (error: unknown) => void
}

/** Publishes the metrics of this instance every few seconds. */
export interface Sampler {
  /** Takes a sample now. */
  take(): Promise<void>
  stop(): Promise<void>
}

export async function startSampler({ registry, stored, now, publish, failed }: SamplerOptions): Promise<Sampler> {
  const samples: RegistrySample[] = [await readRegistry(registry, now().getTime())]
  let running: Promise<void> = Promise.resolve()

  async function sample(): Promise<void> {
    const storedFigures = await stored().catch(() => null)
    const after = await readRegistry(registry, now().getTime())
    publish(sampleBetween(samples[0] ?? after, after, storedFigures))
    samples.push(after)
    if (samples.length > WINDOW_SAMPLES) samples.shift()
  }
  const take = () => {
    running = running.then(sample).catch(failed)
    return running
  }
  const timer = unref(setInterval(() => void take(), SAMPLE_MS))

  return {
    take,
    async stop() {
      clearInterval(timer)
      await running
    },
  }
}
