import type { CareTeam, Encounter, Patient } from 'fhir/r4'
import type { OpenWorkOnPatient, Rights } from '../commands/authenticated-context.ts'
import type { Database } from '../database/database.ts'
import { batched } from '../load/batch.ts'

interface Question {
  readonly userId: string
  readonly patientIds: readonly string[]
}

/** How a person or a patient stands; all rows of an answer are of one moment. */
type Row =
  | { readonly user: string; readonly active: boolean; readonly units: readonly string[] }
  | {
      readonly user: null
      readonly patient: Patient & { readonly id: string }
      readonly encounter: Encounter | null
      readonly teams: readonly CareTeam[] | null
    }

interface Standings {
  /** null when the person may not sign in any more. */
  readonly unitIds: readonly string[] | null
  readonly patients: ReadonlyMap<string, OpenWorkOnPatient>
}

/** A ward's screens that come back; their answers leave in one turn of the loop. */
const TOGETHER = 100

const unique = (names: readonly string[]) => [...new Set(names)]

/** Rights as they are in this moment, each time: a care team or an assignment that ended a second ago counts no more. */
export function rightsIn(database: Database): Rights {
  async function standingsOf(questions: readonly Question[]): Promise<readonly Standings[]> {
    const rows = await database.query<Row>(
      'rights',
      `SELECT s.user_id AS user, s.active, ARRAY(SELECT unit_id FROM staff_unit WHERE user_id = s.user_id) AS units,
         NULL::json AS patient, NULL::json AS encounter, NULL::json AS teams
       FROM unnest($1::text[]) AS asked(id)
       CROSS JOIN LATERAL (SELECT user_id, active FROM staff WHERE user_id = asked.id LIMIT 1) AS s
       UNION ALL
       SELECT NULL, NULL, NULL, p.body,
         (SELECT body FROM resource WHERE type = 'Encounter' AND patient_id = p.id AND status = 'in-progress'
            ORDER BY at DESC NULLS LAST LIMIT 1),
         (SELECT json_agg(body) FROM resource WHERE type = 'CareTeam' AND patient_id = p.id)
       FROM unnest($2::text[]) AS asked(id)
       CROSS JOIN LATERAL (SELECT id, body FROM resource WHERE type = 'Patient' AND id = asked.id LIMIT 1) AS p`,
      [unique(questions.map(({ userId }) => userId)), unique(questions.flatMap(({ patientIds }) => patientIds))],
    )
    const people = new Map(rows.flatMap((row) => (row.user === null ? [] : [[row.user, row] as const])))
    const patients = new Map(rows.flatMap((row) => (row.user === null ? [[row.patient.id, row] as const] : [])))
    return questions.map(({ userId, patientIds }) => {
      const person = people.get(userId)
      const standings = patientIds.flatMap((patientId) => {
        const of = patients.get(patientId)
        if (!of) return []
        const { patient, encounter, teams } = of
        const active = person?.active ?? false
        return [[patientId, { patient, encounter, careTeams: teams ?? [], active, unitIds: person?.units ?? [] }] as const]
      })
      return { unitIds: person?.active ? person.units : null, patients: new Map(standings) }
    })
  }
  const ask = batched(standingsOf, TOGETHER)

  return {
    onPatients: async (userId, patientIds) => (await ask({ userId, patientIds })).patients,
    unitsOf: async (userId) => (await ask({ userId, patientIds: [] })).unitIds,
  }
}
