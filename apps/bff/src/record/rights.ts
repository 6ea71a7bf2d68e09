import type { Stored } from '@wardline/events'
import type { CareTeam, Encounter, Patient } from 'fhir/r4'
import type { PatientAccess, Rights } from '../commands/authenticated-context.ts'
import type { Database } from '../database/database.ts'
import { batched } from '../load/batch.ts'

interface RightsRequest {
  readonly userId: string
  readonly patientIds: readonly string[]
}

/** A user or a patient; all rows of a result are of one moment. */
type Row =
  | { readonly user: string; readonly active: boolean; readonly units: readonly string[] }
  | {
      readonly user: null
      readonly patient: Stored<Patient>
      readonly encounter: Stored<Encounter> | null
      readonly teams: readonly Stored<CareTeam>[] | null
    }

interface UserRights {
  /** null when the account is disabled. */
  readonly unitIds: readonly string[] | null
  readonly patients: ReadonlyMap<string, PatientAccess>
}

/** Requests per batch: the clients of a ward reconnect at once, and a batch continues in one turn of the event loop. */
const BATCH_SIZE = 100

const unique = (names: readonly string[]) => [...new Set(names)]

/** Reads rights from the database at every call: a care team or assignment that ended a second ago no longer counts. */
export function rightsIn(database: Database): Rights {
  async function readRights(requests: readonly RightsRequest[]): Promise<readonly UserRights[]> {
    const rows = await database.query<Row>(
      'rights',
      `SELECT s.user_id AS user, s.active, ARRAY(SELECT unit_id FROM staff_unit WHERE user_id = s.user_id) AS units,
         NULL::json AS patient, NULL::json AS encounter, NULL::json AS teams
       FROM unnest($1::text[]) AS requested(id)
       CROSS JOIN LATERAL (SELECT user_id, active FROM staff WHERE user_id = requested.id LIMIT 1) AS s
       UNION ALL
       SELECT NULL, NULL, NULL, p.body,
         (SELECT body FROM resource WHERE type = 'Encounter' AND patient_id = p.id AND status = 'in-progress'
            ORDER BY at DESC NULLS LAST LIMIT 1),
         (SELECT json_agg(body) FROM resource WHERE type = 'CareTeam' AND patient_id = p.id)
       FROM unnest($2::text[]) AS requested(id)
       CROSS JOIN LATERAL (SELECT id, body FROM resource WHERE type = 'Patient' AND id = requested.id LIMIT 1) AS p`,
      [unique(requests.map(({ userId }) => userId)), unique(requests.flatMap(({ patientIds }) => patientIds))],
    )
    const users = new Map(rows.flatMap((row) => (row.user === null ? [] : [[row.user, row] as const])))
    const patients = new Map(rows.flatMap((row) => (row.user === null ? [[row.patient.id, row] as const] : [])))
    return requests.map(({ userId, patientIds }) => {
      const user = users.get(userId)
      const accessByPatient = patientIds.flatMap((patientId) => {
        const row = patients.get(patientId)
        if (!row) return []
        const { patient, encounter, teams } = row
        const active = user?.active ?? false
        return [[patientId, { patient, encounter, careTeams: teams ?? [], active, unitIds: user?.units ?? [] }] as const]
      })
      return { unitIds: user?.active ? user.units : null, patients: new Map(accessByPatient) }
    })
  }
  const request = batched(readRights, BATCH_SIZE)

  return {
    onPatients: async (userId, patientIds) => (await request({ userId, patientIds })).patients,
    unitsOf: async (userId) => (await request({ userId, patientIds: [] })).unitIds,
  }
}
