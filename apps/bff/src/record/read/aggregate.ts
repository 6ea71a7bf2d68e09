import { audienceOf, rooms, standing, type View, type ViewRow, type VitalRow, viewsOf } from '@wardline/events'
import type { Procedure } from 'fhir/r4'
import type { Aggregated } from '../../commands/authenticated-context.ts'
import { type Answer, listsSql, mayRead, PLACES, positionOf, type Reader, type ReadModels, STANDS, withAudit } from './snapshots.ts'

/** Years of a chronic patient; whatever is longer says that there is more. */
const MOST = 500
const MOST_PROCEDURES = 200

/** Counted in the database: a list that was cut short would count too few. */
const counted = {
  encounters: { view: 'encounters', when: 'true' },
  pendingLab: { view: 'orders', when: pending('laboratory') },
  pendingImaging: { view: 'orders', when: pending('imaging') },
  unreadResults: { view: 'results', when: "data->>'reviewed' IS NULL" },
  openAlerts: { view: 'alerts', when: "data->>'state' = 'raised' AND data->>'urgent' = 'true'" },
} as const

function pending(category: string): string {
  return `data->>'status' IN (${standing.map((status) => `'${status}'`).join(', ')}) AND data->>'category' = '${category}'`
}

const countsSql = (seen: readonly View<ViewRow>[]) =>
  `json_build_object(${Object.entries(counted)
    .filter(([, { view }]) => seen.some(({ name }) => name === view))
    .map(([name, { view, when }]) => `'${name}', (SELECT count(*) FROM view_row WHERE view = '${view}' AND room = $9 AND ${when})`)
    .join(', ')})`

/** Vital signs and procedures are for the same readers. */
const treatedSql = `
  (SELECT json_agg(data) FROM (
    SELECT DISTINCT ON (data->>'code') data FROM view_row WHERE view = 'vitals' AND room = $9
    ORDER BY data->>'code', sort DESC, row_id DESC) AS newest) AS vitals,
  (SELECT json_agg(body) FROM (
    SELECT body FROM resource WHERE patient_id = $5 AND type = 'Procedure' ORDER BY at DESC NULLS LAST, id LIMIT ${MOST_PROCEDURES}) AS done)
    AS procedures`

interface Read extends Answer {
  readonly views: Record<string, readonly ViewRow[] | null>
  readonly counts: Aggregated['counts']
  readonly vitals: readonly VitalRow[] | null
  readonly procedures: readonly Procedure[] | null
}

/** What the read models hold of a patient and how much of it there is: one statement, one moment, one audit entry. */
export async function aggregate(models: ReadModels, reader: Reader, patientId: string): Promise<Aggregated> {
  const audience = audienceOf(reader.actor.role)
  const seen = viewsOf('patient').filter((view) => mayRead(view, audience))
  const treats = seen.some(({ name }) => name === 'vitals')
  const room = rooms.patient(patientId)
  await models.admitted()
  await models.settled([room])
  const [answer] = await models.database.query<Read>(
    `aggregate_${audience}`,
    `${PLACES}
     SELECT ${STANDS}, ${listsSql(seen, MOST + 1)} AS views,
       ${countsSql(seen)} AS counts, ${treats ? treatedSql : 'NULL AS vitals, NULL AS procedures'}`,
    [...withAudit(reader, patientId, ['aggregate']), [room], room],
  )
  if (!answer) throw new Error('an aggregate answers one row')
  return {
    asOf: positionOf(answer, room),
    views: Object.fromEntries(
      seen.map(({ name }) => {
        const rows = answer.views[name] ?? []
        return [name, { rows: rows.slice(0, MOST), more: rows.length > MOST }]
      }),
    ),
    counts: answer.counts,
    ...(treats ? { latestVitals: answer.vitals ?? [], procedures: answer.procedures ?? [] } : {}),
  }
}
