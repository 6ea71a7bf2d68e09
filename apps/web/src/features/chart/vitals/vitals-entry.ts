import { type RecordVitals, unusual, type VitalSign, vitalSigns } from '@wardline/events'
import { toLatinDigits } from '@wardline/ui'
import { momentOf } from '../../../time/wall-time.ts'

/** The form's fields in the order in which a round is written down. */
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
  /** Values outside the soft limits that the person said are right. */
  readonly confirmed: readonly VitalSign[]
  /** Facility's clock, `HH:mm`; empty = now. */
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

export type FieldTrouble = 'notANumber' | 'impossible' | 'unusual' | 'pairMissing' | 'crossed'
export type EntryTrouble = 'empty' | 'notATime' | 'inFuture'

/** What is typed, in Latin digits and with a point (AR-4). */
export const cleaned = (typed: string): string => toLatinDigits(typed).replace(',', '.').trim()

const numberOf = (typed: string): number | null => (/^\d{1,4}(\.\d{1,2})?$/.test(cleaned(typed)) ? Number(cleaned(typed)) : null)

const valuesOf = (entry: VitalsEntry): RecordVitals['values'] =>
  Object.fromEntries(entryFields.map((sign) => [sign, numberOf(entry.values[sign])])) as RecordVitals['values']

export interface Checked {
  readonly fields: Readonly<Partial<Record<VitalSign, FieldTrouble>>>
  readonly entry: EntryTrouble | null
  /** What would be sent; null while something stands in the way. */
  readonly ready: Pick<RecordVitals, 'effectiveAt' | 'values' | 'confirmed'> | null
}

/**
 * Holds an entry against the limits (CHT-8): impossible values are refused, unusual ones have to be confirmed.
 * @param now server time, ms
 */
export function checkEntry(entry: VitalsEntry, now: number, timeZone: string | undefined): Checked {
  const values = valuesOf(entry)
  const strange = unusual(values)
  const fields: Partial<Record<VitalSign, FieldTrouble>> = {}
  for (const sign of entryFields) {
    const value = values[sign]
    const { hard } = vitalSigns[sign]
    if (value === null) {
      if (cleaned(entry.values[sign]) !== '') fields[sign] = 'notANumber'
    } else if (value < hard[0] || value > hard[1]) fields[sign] = 'impossible'
    else if (strange.includes(sign)) fields[sign] = 'unusual'
  }
  if (values.systolic !== null && values.diastolic === null) fields.diastolic ??= 'pairMissing'
  if (values.diastolic !== null && values.systolic === null) fields.systolic ??= 'pairMissing'
  if (values.systolic !== null && values.diastolic !== null && values.diastolic >= values.systolic) fields.diastolic = 'crossed'

  const effectiveAt = entry.time === '' ? new Date(now).toISOString() : momentOf(toLatinDigits(entry.time), entry.daysAgo, now, timeZone)
  const trouble: EntryTrouble | null =
    effectiveAt === null
      ? 'notATime'
      : Date.parse(effectiveAt) > now
        ? 'inFuture'
        : Object.values(values).every((value) => value === null)
          ? 'empty'
          : null
  const confirmed = strange.filter((sign) => entry.confirmed.includes(sign))
  const inTheWay = Object.entries(fields).some(([sign, found]) => found !== 'unusual' || !confirmed.includes(sign as VitalSign))
  return { fields, entry: trouble, ready: trouble || inTheWay || effectiveAt === null ? null : { effectiveAt, values, confirmed } }
}
