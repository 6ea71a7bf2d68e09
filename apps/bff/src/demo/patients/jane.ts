import { CREATININE, ESTIMATED_GFR, estimatedGfr } from '../../reference-data/laboratory/estimated-gfr.ts'
import { seedResults } from '../seed/seed-laboratory.ts'
import type { EncounterBuilder } from './encounter-builder.ts'

/* SMITH, Jane: potassium and creatinine rising over two days while she takes spironolactone and ramipril. */

const CHEMISTRY = ['2823-3', '2951-2', '14682-9', '22664-7', '14749-6', '1988-5', '89579-7'] as const
const COUNT = ['718-7', '6690-2', '777-3'] as const

interface Collection {
  readonly hoursAgo: number
  /** K, Na, creatinine, urea, glucose, CRP, troponin; null where not ordered. */
  readonly chemistry: readonly (string | null)[]
  /** Haemoglobin, leukocytes, platelets. */
  readonly count: readonly (string | null)[]
}

const collections: readonly Collection[] = [
  { hoursAgo: 59.3, chemistry: ['4.4', '139', '91', '7.6', '11.2', '12', '<3'], count: ['121', '8.1', '215'] },
  { hoursAgo: 39, chemistry: ['4.6', '138', '98', '8.1', '8.8', '30', null], count: ['117', '9.4', '210'] },
  { hoursAgo: 26.5, chemistry: ['4.9', '137', '110', '9.8', null, '55', '<3'], count: ['112', '11.2', '201'] },
  { hoursAgo: 14.9, chemistry: ['5.2', '138', '141', '12.0', '7.8', '74', null], count: ['108', '12.9', '192'] },
  { hoursAgo: 6.8, chemistry: ['5.9', '136', '178', '15.1', null, '88', null], count: ['104', '14.2', '188'] },
  { hoursAgo: 0.6, chemistry: ['6.8', '136', '212', '18.4', '9.4', null, '14'], count: [null, null, null] },
]

const valuesByCode = (codes: readonly string[], values: readonly (string | null)[]): Readonly<Record<string, string>> =>
  Object.fromEntries(codes.flatMap((code, index) => (values[index] ? [[code, values[index] as string]] : [])))

/** Adds the eGFR when creatinine was measured. */
function withEstimatedGfr(
  stay: EncounterBuilder,
  values: Readonly<Record<string, string>>,
  collectedAt: string,
): Readonly<Record<string, string>> {
  const gfr = estimatedGfr(Number(values[CREATININE]), stay.subject, collectedAt)
  return gfr === null ? values : { ...values, [ESTIMATED_GFR]: gfr.toFixed(0) }
}

export function janesResults(stay: EncounterBuilder): void {
  collections.forEach(({ hoursAgo, chemistry, count }, index) => {
    const collectedAt = stay.minutesAgo(hoursAgo * 60)
    const previousCollection = collections[index - 1]
    const previous = previousCollection?.chemistry[0]
      ? { value: previousCollection.chemistry[0], collectedAt: stay.minutesAgo(previousCollection.hoursAgo * 60) }
      : undefined
    seedResults(stay, 'lab:24362-6', collectedAt, withEstimatedGfr(stay, valuesByCode(CHEMISTRY, chemistry), collectedAt), {
      releasedAt: stay.minutesAgo(hoursAgo * 60 - 17),
      ...(previous ? { previous } : {}),
      priority: index === collections.length - 1 ? 'stat' : 'routine',
      notes: index === collections.length - 1 ? { '2823-3': 'Not haemolysed.' } : {},
    })
    if (count.some(Boolean)) seedResults(stay, 'lab:58410-2', collectedAt, valuesByCode(COUNT, count))
  })
  seedResults(
    stay,
    'lab:24336-0',
    stay.minutesAgo(150),
    { '2744-1': '7.29', '2019-8': '33', '1960-4': '16' },
    {
      priority: 'urgent',
      // Point-of-care analyser: results are available within minutes.
      releasedAt: stay.minutesAgo(141),
    },
  )
}
