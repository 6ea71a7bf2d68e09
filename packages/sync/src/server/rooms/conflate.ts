import { parseRoom } from '@wardline/events'
import type { LogEntry } from '../log/positions.ts'

const none: ReadonlySet<LogEntry> = new Set()

/** The codes measured in one round of vital signs. */
const codesIn = ({ event }: LogEntry): readonly string[] =>
  [event.resource, ...event.related].flatMap((resource) =>
    resource.resourceType === 'Observation' ? (resource.code.coding ?? []).map(({ system, code }) => `${system}|${code}`) : [],
  )

/**
 * Returns the vital signs that later ones of the same patient and codes supersede (RT15): a slow consumer receives their
 * position without payload. Only in a unit's room. In the patient's own room each measurement is a row of the chart, and a
 * chart without it would be wrong; orders, results and alerts are never conflated.
 */
export function supersededVitals(entries: readonly LogEntry[]): ReadonlySet<LogEntry> {
  const [first] = entries
  if (!first || parseRoom(first.room)?.kind !== 'unit') return none
  const superseded = new Set<LogEntry>()
  const later = new Set<string>()
  for (const entry of entries.toReversed()) {
    if (entry.event.type !== 'encounter.vitals.recorded') continue
    const signs = codesIn(entry).map((code) => `${entry.event.subject?.patientId} ${code}`)
    if (signs.length > 0 && signs.every((sign) => later.has(sign))) superseded.add(entry)
    for (const sign of signs) later.add(sign)
  }
  return superseded
}
