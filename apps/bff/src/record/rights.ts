import type { CareTeam, Encounter, Patient } from 'fhir/r4'
import type { Database } from '../database/database.ts'
import type { Rights } from '../platform/signed-in.ts'

interface Row {
  readonly patient: Patient & { readonly id: string }
  readonly encounter: Encounter | null
  readonly teams: readonly CareTeam[] | null
  readonly active: boolean | null
  readonly units: readonly string[]
}

/** Rights as they are in this moment, each time: a care team or an assignment that ended a second ago counts no more. */
export const rightsIn = (database: Database): Rights => ({
  async onPatients(userId, patientIds) {
    const rows = await database.query<Row>(
      'rights_on_patients',
      `SELECT p.body AS patient,
         (SELECT body FROM resource WHERE type = 'Encounter' AND patient_id = p.id AND status = 'in-progress'
            ORDER BY at DESC NULLS LAST LIMIT 1) AS encounter,
         (SELECT json_agg(body) FROM resource WHERE type = 'CareTeam' AND patient_id = p.id) AS teams,
         (SELECT active FROM staff WHERE user_id = $1) AS active,
         ARRAY(SELECT unit_id FROM staff_unit WHERE user_id = $1) AS units
       FROM unnest($2::text[]) AS asked(id)
       CROSS JOIN LATERAL (SELECT id, body FROM resource WHERE type = 'Patient' AND id = asked.id LIMIT 1) AS p`,
      [userId, patientIds],
    )
    return new Map(
      rows.map(({ patient, encounter, teams, active, units }) => [
        patient.id,
        { patient, encounter, careTeams: teams ?? [], active: active ?? false, unitIds: units },
      ]),
    )
  },
  async unitsOf(userId) {
    const [row] = await database.query<{ units: readonly string[] }>(
      'rights_units',
      'SELECT ARRAY(SELECT unit_id FROM staff_unit WHERE user_id = $1) AS units FROM staff WHERE user_id = $1 AND active',
      [userId],
    )
    return row?.units ?? null
  },
})
