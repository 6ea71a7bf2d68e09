/** The v3-ObservationInterpretation codes shown as flags. */
export const flagCodes = ['LL', 'L', 'N', 'H', 'HH', 'A', 'AA'] as const
export type FlagCode = (typeof flagCodes)[number]

/** The five meanings of colour, and neutral. */
export type Tone = 'crit' | 'warn' | 'new' | 'info' | 'ok' | 'neutral'

/** FHIR request-priority. */
export type Priority = 'routine' | 'urgent' | 'asap' | 'stat'

const knownFlags: ReadonlySet<string> = new Set(flagCodes)

export const isFlagCode = (code: string): code is FlagCode => knownFlags.has(code)

/** Red for critical, amber for abnormal; no colour for normal. What the flags mean is decided by the data. */
const tones: Readonly<Record<FlagCode, 'crit' | 'warn' | null>> = {
  LL: 'crit',
  HH: 'crit',
  AA: 'crit',
  L: 'warn',
  H: 'warn',
  A: 'warn',
  N: null,
}

/** Returns the colour of a flag; none for an unknown or missing one. */
export const toneOfFlag = (flag: string | null | undefined): 'crit' | 'warn' | null => (flag && isFlagCode(flag) ? tones[flag] : null)

const toneOfPriorityTable: Record<Priority, Tone> = { stat: 'crit', asap: 'warn', urgent: 'warn', routine: 'neutral' }

export const toneOfPriority = (priority: Priority): Tone => toneOfPriorityTable[priority]
