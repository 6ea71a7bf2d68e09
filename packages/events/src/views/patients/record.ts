import type { CareTeam, Condition, Encounter } from 'fhir/r4'
import type { ClinicalEvent } from '../../catalog/index.ts'
import { codeOf, displayTextOf, idOf, type Stored, systems, versionOf } from '../../fhir.ts'
import { audiences } from '../../people.ts'
import { defineView, importSteps, rowFromResource, type ViewRow } from '../framework/define-view.ts'

/* Views of the patient record: problems, encounters, care team. */

export interface ProblemRow extends ViewRow {
  readonly display: string
  readonly code: string | null
  readonly clinicalStatus: 'active' | 'recurrence' | 'relapse' | 'inactive' | 'remission' | 'resolved'
  readonly verificationStatus: string | null
  readonly onsetAt: string | null
  readonly resolvedAt: string | null
  readonly recordedAt: string | null
  readonly changedBy: string
  readonly changedAt: string
}

const clinicalStatuses = ['active', 'recurrence', 'relapse', 'inactive', 'remission', 'resolved'] as const
/** Clinical statuses of a problem that the patient has now. */
export const activeClinicalStatuses: readonly string[] = [
  'active',
  'recurrence',
  'relapse',
] satisfies readonly ProblemRow['clinicalStatus'][]

const toProblem = (condition: Stored<Condition>, event: ClinicalEvent): ProblemRow | null =>
  codeOf(condition.verificationStatus, systems.conditionVerification) === 'entered-in-error'
    ? null
    : {
        id: condition.id,
        versionId: versionOf(condition),
        commandId: event.commandId,
        display: displayTextOf(condition.code) ?? 'Not recorded',
        code: condition.code?.coding?.[0]?.code ?? null,
        clinicalStatus:
          clinicalStatuses.find((status) => status === codeOf(condition.clinicalStatus, systems.conditionClinical)) ?? 'active',
        verificationStatus: codeOf(condition.verificationStatus, systems.conditionVerification),
        onsetAt: condition.onsetDateTime ?? condition.onsetPeriod?.start ?? null,
        resolvedAt: condition.abatementDateTime ?? condition.abatementPeriod?.end ?? null,
        recordedAt: condition.recordedDate ?? null,
        changedBy: event.actor.name,
        changedAt: event.recordedAt,
      }

export const problemsView = defineView<ProblemRow>()({
  name: 'problems',
  room: 'patient',
  audiences: ['care', 'pharmacy'],
  on: {
    'diagnosis.added': rowFromResource<ProblemRow, Condition>(toProblem),
    'diagnosis.updated': rowFromResource<ProblemRow, Condition>(toProblem),
    'diagnosis.resolved': rowFromResource<ProblemRow, Condition>(toProblem),
    ...importSteps<ProblemRow, 'Condition'>('Condition', toProblem),
  },
  /** Active problems first, then by most recent onset. */
  sortKey: (row) => `${activeClinicalStatuses.includes(row.clinicalStatus) ? '1' : '0'}|${row.onsetAt ?? row.recordedAt ?? ''}`,
  direction: 'desc',
})

export interface EncounterRow extends ViewRow {
  readonly status: Encounter['status']
  /** v3-ActCode: AMB, IMP, EMER … */
  readonly class: string
  readonly type: string | null
  readonly startAt: string | null
  readonly endAt: string | null
  readonly location: string | null
  readonly attending: string | null
  readonly reason: string | null
}

const toEncounter = (encounter: Stored<Encounter>, event: ClinicalEvent): EncounterRow | null =>
  encounter.status === 'entered-in-error'
    ? null
    : {
        id: encounter.id,
        versionId: versionOf(encounter),
        commandId: event.commandId,
        status: encounter.status,
        class: encounter.class.code ?? '',
        type: displayTextOf(encounter.type?.[0]),
        startAt: encounter.period?.start ?? null,
        endAt: encounter.period?.end ?? null,
        location:
          encounter.location
            ?.map((at) => at.location.display ?? idOf(at.location))
            .filter(Boolean)
            .join(' · ') ||
          (encounter.serviceProvider?.display ?? null),
        attending: encounter.participant?.[0]?.individual?.display ?? null,
        reason: displayTextOf(encounter.reasonCode?.[0]),
      }

const encounterStep = rowFromResource<EncounterRow, Encounter>(toEncounter)

export const encountersView = defineView<EncounterRow>()({
  name: 'encounters',
  room: 'patient',
  audiences,
  on: {
    'encounter.started': encounterStep,
    'encounter.updated': encounterStep,
    'encounter.completed': encounterStep,
    ...importSteps<EncounterRow, 'Encounter'>('Encounter', toEncounter),
  },
  sortKey: (row) => row.startAt ?? '',
  direction: 'desc',
})

export interface CareTeamRow extends ViewRow {
  readonly status: string | null
  readonly members: readonly { readonly userId: string | null; readonly name: string; readonly role: string }[]
}

const toCareTeam = (team: Stored<CareTeam>, event: ClinicalEvent): CareTeamRow | null =>
  team.status === 'entered-in-error'
    ? null
    : {
        id: team.id,
        versionId: versionOf(team),
        commandId: event.commandId,
        status: team.status ?? null,
        members: (team.participant ?? [])
          .filter((participant) => !participant.member?.reference?.startsWith('Patient/'))
          .map((participant) => ({
            userId: idOf(participant.member, 'Practitioner'),
            name: participant.member?.display ?? 'Not recorded',
            role: displayTextOf(participant.role?.[0]) ?? 'Not recorded',
          })),
      }

export const careTeamView = defineView<CareTeamRow>()({
  name: 'care-team',
  room: 'patient',
  audiences,
  on: {
    'patient.careteam.changed': rowFromResource<CareTeamRow, CareTeam>(toCareTeam),
    ...importSteps<CareTeamRow, 'CareTeam'>('CareTeam', toCareTeam),
  },
  sortKey: (row) => `${row.status === 'active' ? '1' : '0'}|${row.id}`,
  direction: 'desc',
})
