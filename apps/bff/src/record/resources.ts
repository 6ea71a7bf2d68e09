import type { Stored } from '@wardline/events'
import type { FindBy, ResourceOf, Resources, ResourceType } from '../commands/authenticated-context.ts'
import type { Database } from '../database/database.ts'

const DEFAULT_LIMIT = 100

/** Reads current versions from the record, never from a read model: policies need the truth. */
export const resourcesIn = (database: Database): Resources => ({
  async read<T extends ResourceType>(type: T, id: string) {
    const [row] = await database.query<{ body: Stored }>('read_resource', 'SELECT body FROM resource WHERE type = $1 AND id = $2', [
      type,
      id,
    ])
    return (row?.body as Stored<ResourceOf<T>> | undefined) ?? null
  },
  async find<T extends ResourceType>(type: T, by: FindBy) {
    const values: unknown[] = [type]
    const conditions: string[] = []
    const filters: string[] = []
    const where = (name: keyof FindBy, condition: (parameter: string) => string, value: unknown) => {
      values.push(value)
      filters.push(name)
      conditions.push(`AND ${condition(`$${values.length}`)}`)
    }
    if (by.patientId !== undefined) where('patientId', (p) => `patient_id = ${p}`, by.patientId)
    if (by.status !== undefined) where('status', (p) => `status = ANY(${p}::text[])`, by.status)
    if (by.about !== undefined) where('about', (p) => `about = ${p}`, by.about)
    if (by.codes !== undefined) where('codes', (p) => `codes && ${p}::text[]`, by.codes)
    if (by.identifier !== undefined)
      // The second half repeats the condition of the partial index, which the planner requires.
      where(
        'identifier',
        (p) => `identifiers @> ARRAY[${p}::text] AND identifiers <> '{}'`,
        `${by.identifier.system}|${by.identifier.value}`,
      )
    if (by.requester !== undefined) where('requester', (p) => `body->'requester'->>'reference' = ${p}`, by.requester)
    if (by.since !== undefined) where('since', (p) => `at >= ${p}`, by.since)
    values.push(by.limit ?? DEFAULT_LIMIT)
    const rows = await database.query<{ body: Stored }>(
      // The conditions follow from the filter names, so that one statement name has one text.
      `find_${filters.join('_')}`,
      `SELECT body FROM resource WHERE type = $1 ${conditions.join(' ')} ORDER BY at DESC NULLS LAST, id LIMIT $${values.length}`,
      values,
    )
    return rows.map((row) => row.body as Stored<ResourceOf<T>>)
  },
  async newestOfEach<T extends ResourceType>(
    type: T,
    { patientId, codes, excludeAbout: notAbout }: Parameters<Resources['newestOfEach']>[1],
  ) {
    // Per code, backwards through the index on patient, type and time.
    const rows = await database.query<{ body: Stored }>(
      'newest_of_each',
      `SELECT newest.body FROM unnest($3::text[]) AS requested(code) CROSS JOIN LATERAL (
         SELECT body FROM resource
         WHERE patient_id = $2 AND type = $1 AND at IS NOT NULL AND codes @> ARRAY[requested.code] AND about IS DISTINCT FROM $4
         ORDER BY at DESC LIMIT 1) AS newest`,
      [type, patientId, codes, notAbout],
    )
    return rows.map((row) => row.body as Stored<ResourceOf<T>>)
  },
})
