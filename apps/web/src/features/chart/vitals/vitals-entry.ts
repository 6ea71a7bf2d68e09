import { outsideSoftLimits, type RecordVitals, type VitalSign, vitalSigns } from '@wardline/events'
import { toLatinDigits } from '@wardline/ui'
import { instantDaysAgo } from '../../../time/wall-time.ts'

/** Fields of the form, in the order of a vitals round. */
export const entryFields = [
  'respiratoryRate',
  'oxygenSaturation',
  'systolic',
  'diastolic',
  'pulse',
  'temperature',
  'weight',
] as const satisfies readonly VitalSign[]

export interface VitalsEntry {
  readonly values: Readonly<Record<VitalSign, string>>
  /** Values outside the soft limits that the user confirmed. */
  readonly confirmed: readonly VitalSign[]
  /** Facility time, `HH:mm`; empty means now. */
  readonly time: string
  readonly daysAgo: number
}

export const emptyEntry: VitalsEntry = {
  values: { respiratoryRate: '', oxygenSaturation: '', systolic: '', diastolic: '', pulse: '', temperature: '', weight: '' },
  confirmed: [],
  time: '',
  daysAgo: 0,
}

export const isUntouched = ({ values, time }: VitalsEntry): boolean =>
  time === '' && Object.values(values).every((value) => value.trim() === '')

export type FieldIssue = 'notANumber' | 'impossible' | 'unusual' | 'pairMissing' | 'crossed'
export type EntryIssue = 'empty' | 'notATime' | 'inFuture'

/** Converts the text to Latin digits with a decimal point (AR-4). */
export const normalizeNumber = (text: string): string => toLatinDigits(text).replace(',', '.').trim()

const numberOf = (text: string): number | null =>
  /^\d{1,4}(\.\d{1,2})?$/.test(normalizeNumber(text)) ? Number(normalizeNumber(text)) : null

const valuesOf = (entry: VitalsEntry): RecordVitals['values'] =>
  Object.fromEntries(entryFields.map((sign) => [sign, numberOf(entry.values[sign])])) as RecordVitals['values']

export interface EntryCheck {
  readonly fields: Readonly<Partial<Record<VitalSign, FieldIssue>>>
  readonly entry: EntryIssue | null
  /** Command input; null while the entry has issues. */
  readonly ready: Pick<RecordVitals, 'effectiveAt' | 'values' | 'confirmed'> | null
}

/**
 * Validates an entry (CHT-8): impossible values are refused, unusual values require confirmation.
 * @param now server time, ms
 */
export function checkEntry(entry: VitalsEntry, now: number, timeZone: string | undefined): EntryCheck {
  const values = valuesOf(entry)
  const unusualSigns = outsideSoftLimits(values)
  const fields: Partial<Record<VitalSign, FieldIssue>> = {}
  for (const sign of entryFields) {
    const value = values[sign]
    const { hard } = vitalSigns[sign]
    if (value === null) {
      if (normalizeNumber(entry.values[sign]) !== '') fields[sign] = 'notANumber'
    } else if (value < hard[0] || value > hard[1]) fields[sign] = 'impossible'
    else if (unusualSigns.includes(sign)) fields[sign] = 'unusual'
  }
  if (values.systolic !== null && values.diastolic === null) fields.diastolic ??= 'pairMissing'
  if (values.diastolic !== null && values.systolic === null) fields.systolic ??= 'pairMissing'
  if (values.systolic !== null && values.diastolic !== null && values.diastolic >= values.systolic) fields.diastolic = 'crossed'

  const effectiveAt =
    entry.time === '' ? new Date(now).toISOString() : instantDaysAgo(toLatinDigits(entry.time), entry.daysAgo, now, timeZone)
  const entryIssue: EntryIssue | null =
    effectiveAt === null
      ? 'notATime'
      : Date.parse(effectiveAt) > now
        ? 'inFuture'
        : Object.values(values).every((value) => value === null)
          ? 'empty'
          : null
  const confirmed = unusualSigns.filter((sign) => entry.confirmed.includes(sign))
  const hasBlockingIssue = Object.entries(fields).some(([sign, issue]) => issue !== 'unusual' || !confirmed.includes(sign as VitalSign))
  return {
    fields,
    entry: entryIssue,
    ready: entryIssue || hasBlockingIssue || effectiveAt === null ? null : { effectiveAt, values, confirmed },
  }
}
