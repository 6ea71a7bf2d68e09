import type { Outputs } from './types.ts'

type Progress = Pick<Outputs['imports']['list']['rows'][number], 'startedAt' | 'finishedAt' | 'total' | 'counts'>

export interface ImportRate {
  /** Resources per second since the start. */
  readonly perSecond: number
  /** Estimated remaining time; null if unknown. */
  readonly remainingMs: number | null
}

/** Rate and remaining time of an import. @param now server time, ms */
export function rateOf({ startedAt, finishedAt, total, counts }: Progress, now: number): ImportRate {
  const elapsedMs = (finishedAt ? Date.parse(finishedAt) : now) - Date.parse(startedAt)
  const perSecond = elapsedMs > 0 ? (counts.read / elapsedMs) * 1000 : 0
  const remaining = total === null || finishedAt ? null : total - counts.read
  return { perSecond, remainingMs: remaining === null || perSecond === 0 ? null : (remaining / perSecond) * 1000 }
}

/** `1.4 MB`; decimal units, as in file managers. */
export function fileSize(bytes: number): string {
  const steps = ['B', 'kB', 'MB', 'GB'] as const
  const step = Math.min(steps.length - 1, bytes > 0 ? Math.floor(Math.log10(bytes) / 3) : 0)
  const value = bytes / 1000 ** step
  return `${step === 0 ? value : value.toFixed(1)} ${steps[step]}`
}
