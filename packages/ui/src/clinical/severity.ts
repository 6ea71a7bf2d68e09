/** The codes of v3-ObservationInterpretation that carry a flag here. */
export const flagCodes = ['LL', 'L', 'N', 'H', 'HH', 'A', 'AA'] as const
export type FlagCode = (typeof flagCodes)[number]

/** The five meanings of colour, and none. */
export type Tone = 'crit' | 'warn' | 'new' | 'info' | 'ok' | 'neutral'

/** FHIR request-priority. */
export type Priority = 'routine' | 'urgent' | 'asap' | 'stat'

const knownFlags: ReadonlySet<string> = new Set(flagCodes)
const criticalFlags: ReadonlySet<string> = new Set(['LL', 'HH', 'AA'])
const abnormalFlags: ReadonlySet<string> = new Set(['L', 'H', 'A'])

export const isFlagCode = (code: string): code is FlagCode => knownFlags.has(code)

/** "Immediate action should be considered": the only red (FLG-3). */
export const isCritical = (flag: string | null | undefined): boolean => criticalFlags.has(flag ?? '')

export const isAbnormal = (flag: string | null | undefined): boolean => isCritical(flag) || abnormalFlags.has(flag ?? '')

/** Red for critical, amber for abnormal; normal, unknown and absent have no colour. */
export function toneOfFlag(flag: string | null | undefined): 'crit' | 'warn' | null {
  if (isCritical(flag)) return 'crit'
  return isAbnormal(flag) ? 'warn' : null
}

/** The worst of several flags, for a count or a row that stands for many results; null when none is abnormal. */
export function worstFlag(flags: readonly (string | null)[]): string | null {
  return flags.find(isCritical) ?? flags.find(isAbnormal) ?? null
}

const toneOfPriorityTable: Record<Priority, Tone> = { stat: 'crit', asap: 'warn', urgent: 'warn', routine: 'neutral' }

export const toneOfPriority = (priority: Priority): Tone => toneOfPriorityTable[priority]

/** First to harm, first served: lower comes first. */
export const priorityRank: Record<Priority, number> = { stat: 0, asap: 1, urgent: 2, routine: 3 }
