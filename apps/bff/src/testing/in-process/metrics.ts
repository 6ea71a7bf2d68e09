import type { Metrics } from '../../observability/metrics.ts'

const ignore = () => undefined
const instrument = { inc: ignore, dec: ignore, set: ignore, observe: ignore }

/** Counts nothing: prom-client reads the process it runs in, and a browser has none. Panels drawn from it show no activity. */
export const noMetrics = (): Metrics =>
  new Proxy({} as Metrics, {
    get: (_, name) => (name === 'registry' ? { getSingleMetric: ignore } : instrument),
  })
