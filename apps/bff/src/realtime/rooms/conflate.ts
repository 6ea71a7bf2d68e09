import { parseRoom } from '@wardline/events'
import type { LogEntry } from '../../record/log/positions.ts'

const none: ReadonlySet<LogEntry> = new Set()

/** What was measured in a round of vital signs. */
const measured = ({ event }: LogEntry): readonly string[] =>
  [event.resource, ...event.related].flatMap((resource) =>
    resource.resourceType === 'Observation' ? (resource.code.coding ?? []).map(({ system, code }) => `${system}|${code}`) : [],
  )

/**
 * Vital signs that later ones of the same patient and codes make old news (RT15): a reader who is behind gets their
 * numbers and not their payload. Only in a unit's room. In the patient's own each measurement is a row of the chart, and
 * a chart without it would be wrong; orders, results and alerts are never among them.
 */
export function supersededVitals(entries: readonly LogEntry[]): ReadonlySet<LogEntry> {
  const [first] = entries
  if (!first || parseRoom(first.room)?.kind !== 'unit') return none
  const old = new Set<LogEntry>()
  const later = new Set<string>()
  for (const entry of entries.toReversed()) {
    if (entry.event.type !== 'encounter.vitals.recorded') continue
    const signs = measured(entry).map((code) => `${entry.event.subject?.patientId} ${code}`)
    if (signs.length > 0 && signs.every((sign) => later.has(sign))) old.add(entry)
    for (const sign of signs) later.add(sign)
  }
  return old
}
