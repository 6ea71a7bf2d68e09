import type { Database } from '../database/database.ts'

/** Current version of a resource and the sources of all its versions (`meta.source`). */
export interface Provenance {
  readonly versionId: string
  readonly sources: readonly string[]
}

export type ProvenanceOf = (
  resources: readonly { readonly resourceType: string; readonly id: string }[],
) => Promise<ReadonlyMap<string, Provenance>>

interface Row {
  readonly key: string
  readonly version: number
  readonly sources: readonly (string | null)[]
}

/**
 * Lets an import check whether this source was recorded before, in any version. Exports that describe one organisation in two
 * forms contain both at every run; only a new form is a change.
 */
export const provenanceIn =
  (database: Database): ProvenanceOf =>
  async (resources) => {
    if (resources.length === 0) return new Map()
    const rows = await database.query<Row>(
      'origins',
      `SELECT requested.type || '/' || requested.id AS key, max(h.version_id) AS version, array_agg(h.body->'meta'->>'source') AS sources
       FROM unnest($1::text[], $2::text[]) AS requested(type, id)
       JOIN resource_history h ON h.type = requested.type AND h.id = requested.id
       GROUP BY requested.type, requested.id`,
      [resources.map(({ resourceType }) => resourceType), resources.map(({ id }) => id)],
    )
    return new Map(
      rows.map((row) => [row.key, { versionId: String(row.version), sources: row.sources.filter((source) => source !== null) }]),
    )
  }
