import { bloodPressurePanel, type VitalRow, type VitalSign, vitalSigns } from '@wardline/events'

/** Signs of the vitals card; blood pressure is one sign here and two fields in the form. */
export const displayedSigns = ['respiratoryRate', 'oxygenSaturation', 'bloodPressure', 'pulse', 'temperature', 'weight'] as const
export type DisplayedSign = (typeof displayedSigns)[number]

const loinc: Record<DisplayedSign, readonly string[]> = {
  respiratoryRate: [vitalSigns.respiratoryRate.code],
  // 2708-6 (arterial blood) is sent by older systems for pulse oximetry as well.
  oxygenSaturation: [vitalSigns.oxygenSaturation.code, '2708-6'],
  bloodPressure: [bloodPressurePanel.code, '55284-4'],
  pulse: [vitalSigns.pulse.code],
  temperature: [vitalSigns.temperature.code],
  weight: [vitalSigns.weight.code],
}

const signOf = (row: VitalRow): DisplayedSign | null => displayedSigns.find((sign) => loinc[sign].includes(row.code)) ?? null

export interface SignLine {
  readonly id: string
  /** null for a sign outside the form; it is shown under its recorded name. */
  readonly sign: DisplayedSign | null
  readonly latest: VitalRow
  /** Oldest first, all in the unit of the latest (FMT-10). */
  readonly history: readonly VitalRow[]
}

/** Points that a sparkline can show distinctly. */
const HISTORY_LENGTH = 20

const rankOf = ({ sign }: SignLine) => (sign ? displayedSigns.indexOf(sign) : displayedSigns.length)

/** Returns the latest value of each sign with its history, in the order of the form, other signs last. */
export function latestSigns(rows: readonly VitalRow[]): readonly SignLine[] {
  const bySign = new Map<string, VitalRow[]>()
  for (const row of rows) {
    if (row.value === null) continue
    const id = signOf(row) ?? row.code
    const group = bySign.get(id)
    if (group) group.push(row)
    else bySign.set(id, [row])
  }
  const lines = [...bySign].map(([id, group]): SignLine => {
    const history = group.toSorted((a, b) => a.effectiveAt.localeCompare(b.effectiveAt) || a.recordedAt.localeCompare(b.recordedAt))
    const latest = history.at(-1) as VitalRow
    return { id, sign: signOf(latest), latest, history: history.filter((row) => row.unit === latest.unit).slice(-HISTORY_LENGTH) }
  })
  return lines.toSorted((a, b) => rankOf(a) - rankOf(b) || a.latest.display.localeCompare(b.latest.display, 'en'))
}

export interface PreviousValue {
  readonly value: string
  readonly at: string
}

const pressureParts: Partial<Record<VitalSign, { sign: DisplayedSign; part: 0 | 1 }>> = {
  systolic: { sign: 'bloodPressure', part: 0 },
  diastolic: { sign: 'bloodPressure', part: 1 },
}

/** Returns the previous value of a field with its time (CHT-8); null if it is in another unit. */
export function previousOf(sign: VitalSign, lines: readonly SignLine[]): PreviousValue | null {
  const { sign: displayedSign, part } = pressureParts[sign] ?? { sign: sign as DisplayedSign, part: null }
  const latest = lines.find((line) => line.sign === displayedSign)?.latest
  const sameUnit = latest?.unit === vitalSigns[sign].unit || latest?.unit === vitalSigns[sign].ucum
  if (!latest?.value || !sameUnit) return null
  const value = part === null ? latest.value : latest.value.split('/')[part]
  return value ? { value, at: latest.effectiveAt } : null
}

/** Delay after which an entry counts as late and both times are shown (CHT-9). */
const LATE_MS = 15 * 60_000

export const isLate = (row: VitalRow): boolean => Date.parse(row.recordedAt) - Date.parse(row.effectiveAt) > LATE_MS
