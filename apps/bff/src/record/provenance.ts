import type { Database } from '../database/database.ts'

/** Where a resource stands and which originals its versions were taken from (`meta.source`). */
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
 * What an import asks before it writes: is this very original here already, in any version? Sources that
 * describe one organisation in two forms bring both at every run; only a new form is a change.
 */
export const provenanceIn =
  (database: Database): ProvenanceOf =>
  async (resources) => {
    if (resources.length === 0) return new Map()
    const rows = await database.query<Row>(
      'origins',
      `SELECT asked.type || '/' || asked.id AS key, max(h.version_id) AS version, array_agg(h.body->'meta'->>'source') AS sources
       FROM unnest($1::text[], $2::text[]) AS asked(type, id)
       JOIN resource_history h ON h.type = asked.type AND h.id = asked.id
       GROUP BY asked.type, asked.id`,
      [resources.map(({ resourceType }) => resourceType), resources.map(({ id }) => id)],
    )
    return new Map(
      rows.map((row) => [row.key, { versionId: String(row.version), sources: row.sources.filter((source) => source !== null) }]),
    )
  }
