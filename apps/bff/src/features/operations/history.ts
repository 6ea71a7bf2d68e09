import type { Bus } from '../../bus/bus.ts'
import type { MetricsSample } from '../../observability/metrics-sample.ts'

/** Half an hour, so that a page that is opened shows how it came to this. */
const KEPT_MS = 30 * 60_000

export interface InstanceFigures {
  readonly instance: string
  /** Oldest first. */
  readonly points: readonly MetricsSample[]
}

/** The last half hour of every process that was heard of in it, as far as this one was there to hear. */
export interface History {
  /** By name; of each process only what came after the moment that was seen of it last. */
  since(seen: Readonly<Record<string, string>>): readonly InstanceFigures[]
  close(): void
}

export function keepHistory(bus: Pick<Bus, 'subscribe'>, now: () => Date): History {
  const known = new Map<string, MetricsSample[]>()
  function forget(): void {
    const oldest = new Date(now().getTime() - KEPT_MS).toISOString()
    for (const [instance, points] of known) {
      while (points[0] && points[0].at < oldest) points.shift()
      if (points.length === 0) known.delete(instance)
    }
  }
  const close = bus.subscribe('sampled', ({ instance, figures }) => {
    const points = known.get(instance) ?? []
    // A signal may come twice.
    if (figures.at > (points.at(-1)?.at ?? '')) points.push(figures)
    known.set(instance, points)
    forget()
  })
  return {
    since(seen) {
      forget()
      return [...known]
        .map(([instance, points]) => ({ instance, points: points.filter(({ at }) => at > (seen[instance] ?? '')) }))
        .toSorted((a, b) => (a.instance < b.instance ? -1 : 1))
    },
    close,
  }
}
