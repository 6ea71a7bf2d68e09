import { audienceOf, openStatuses, rooms, type Stored, type View, type ViewRow, type VitalRow, viewsOf } from '@wardline/events'
import type { Procedure } from 'fhir/r4'
import type { PatientReadModels } from '../../commands/authenticated-context.ts'
import {
  listsSql,
  mayRead,
  POSITION_COLUMNS,
  positionOf,
  type Reader,
  type ReadModels,
  type SnapshotResult,
  WITH_POSITIONS,
  withAudit,
} from './snapshots.ts'

/** Rows per list, enough for years of a chronic patient; longer lists have `more` set. */
const MAX_ROWS = 500
const MAX_PROCEDURES = 200

/** Counted in the database, because the lists may be cut. */
const counters = {
  encounters: { view: 'encounters', when: 'true' },
  pendingLab: { view: 'orders', when: pending('laboratory') },
  pendingImaging: { view: 'orders', when: pending('imaging') },
  unreadResults: { view: 'results', when: "data->>'reviewed' IS NULL" },
  openAlerts: { view: 'alerts', when: "data->>'state' = 'raised' AND data->>'urgent' = 'true'" },
} as const

function pending(category: string): string {
  return `data->>'status' IN (${openStatuses.map((status) => `'${status}'`).join(', ')}) AND data->>'category' = '${category}'`
}

const countsSql = (visibleViews: readonly View<ViewRow>[]) =>
  `json_build_object(${Object.entries(counters)
    .filter(([, { view }]) => visibleViews.some(({ name }) => name === view))
    .map(([name, { view, when }]) => `'${name}', (SELECT count(*) FROM view_row WHERE view = '${view}' AND room = $9 AND ${when})`)
    .join(', ')})`

/** Vital signs and procedures are visible to the same audiences. */
const vitalsAndProceduresSql = `
  (SELECT json_agg(data) FROM (
    SELECT DISTINCT ON (data->>'code') data FROM view_row WHERE view = 'vitals' AND room = $9
    ORDER BY data->>'code', sort DESC, row_id DESC) AS newest) AS vitals,
  (SELECT json_agg(body) FROM (
    SELECT body FROM resource WHERE patient_id = $5 AND type = 'Procedure' ORDER BY at DESC NULLS LAST, id LIMIT ${MAX_PROCEDURES}) AS done)
    AS procedures`

interface AggregateResult extends SnapshotResult {
  readonly views: Record<string, readonly ViewRow[] | null>
  readonly counts: PatientReadModels['counts']
  readonly vitals: readonly VitalRow[] | null
  readonly procedures: readonly Stored<Procedure>[] | null
}

/** Returns a patient's read models and their counts: one statement, one moment, one audit entry. */
export async function aggregate(models: ReadModels, reader: Reader, patientId: string): Promise<PatientReadModels> {
  const audience = audienceOf(reader.actor.role)
  const visibleViews = viewsOf('patient').filter((view) => mayRead(view, audience))
  const canSeeVitals = visibleViews.some(({ name }) => name === 'vitals')
  const room = rooms.patient(patientId)
  await models.admit()
  await models.waitForProjection([room])
  const [result] = await models.database.query<AggregateResult>(
    `aggregate_${audience}`,
    `${WITH_POSITIONS}
     SELECT ${POSITION_COLUMNS}, ${listsSql(visibleViews, MAX_ROWS + 1)} AS views,
       ${countsSql(visibleViews)} AS counts, ${canSeeVitals ? vitalsAndProceduresSql : 'NULL AS vitals, NULL AS procedures'}`,
    [...withAudit(reader, patientId, ['aggregate']), [room], room],
  )
  if (!result) throw new Error('The aggregate query returned no row.')
  return {
    asOf: positionOf(result, room),
    views: Object.fromEntries(
      visibleViews.map(({ name }) => {
        const rows = result.views[name] ?? []
        return [name, { rows: rows.slice(0, MAX_ROWS), more: rows.length > MAX_ROWS }]
      }),
    ),
    counts: result.counts,
    ...(canSeeVitals ? { latestVitals: result.vitals ?? [], procedures: result.procedures ?? [] } : {}),
  }
}
