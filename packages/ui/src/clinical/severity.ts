/** The v3-ObservationInterpretation codes shown as flags. */
export const flagCodes = ['LL', 'L', 'N', 'H', 'HH', 'A', 'AA'] as const
export type FlagCode = (typeof flagCodes)[number]

/** The five meanings of colour, and neutral. */
export type Tone = 'crit' | 'warn' | 'new' | 'info' | 'ok' | 'neutral'

/** FHIR request-priority. */
export type Priority = 'routine' | 'urgent' | 'asap' | 'stat'

const knownFlags: ReadonlySet<string> = new Set(flagCodes)
const criticalFlags: ReadonlySet<string> = new Set(['LL', 'HH', 'AA'])
const abnormalFlags: ReadonlySet<string> = new Set(['L', 'H', 'A'])

export const isFlagCode = (code: string): code is FlagCode => knownFlags.has(code)

/** "Immediate action should be considered": the only flags in red (FLG-3). */
export const isCritical = (flag: string | null | undefined): boolean => criticalFlags.has(flag ?? '')

export const isAbnormal = (flag: string | null | undefined): boolean => isCritical(flag) || abnormalFlags.has(flag ?? '')

/** Red for critical, amber for abnormal; no colour for normal, unknown or missing. */
export function toneOfFlag(flag: string | null | undefined): 'crit' | 'warn' | null {
  if (isCritical(flag)) return 'crit'
  return isAbnormal(flag) ? 'warn' : null
}

/** Returns the most severe of several flags; null if none is abnormal. */
export function worstFlag(flags: readonly (string | null)[]): string | null {
  return flags.find(isCritical) ?? flags.find(isAbnormal) ?? null
}

const toneOfPriorityTable: Record<Priority, Tone> = { stat: 'crit', asap: 'warn', urgent: 'warn', routine: 'neutral' }

export const toneOfPriority = (priority: Priority): Tone => toneOfPriorityTable[priority]

/** Sort order of priorities: lower comes first. */
export const priorityRank: Record<Priority, number> = { stat: 0, asap: 1, urgent: 2, routine: 3 }
