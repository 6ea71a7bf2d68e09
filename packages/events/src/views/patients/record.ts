import type { AllergyIntolerance, CareTeam, Condition, Encounter } from 'fhir/r4'
import type { ClinicalEvent } from '../../catalog/index.ts'
import { codeOf, displayTextOf, idOf, type Stored, systems, versionOf } from '../../fhir.ts'
import { audiences } from '../../people.ts'
import { defineView, importSteps, rowFromResource, type ViewRow } from '../framework/define-view.ts'

/* Views of the patient record: problems, allergies, encounters, care team. */

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
  sortKey: (row) =>
    `${['active', 'recurrence', 'relapse'].includes(row.clinicalStatus) ? '1' : '0'}|${row.onsetAt ?? row.recordedAt ?? ''}`,
  direction: 'desc',
})

export interface AllergyRow extends ViewRow {
  readonly substance: string
  readonly code: string | null
  readonly criticality: 'low' | 'high' | 'unable-to-assess' | null
  readonly type: 'allergy' | 'intolerance' | null
  readonly verificationStatus: string | null
  readonly reactions: readonly { readonly manifestation: string; readonly severity: 'mild' | 'moderate' | 'severe' | null }[]
  /** A recorded "No known allergies" (SHL-3). */
  readonly noKnownAllergies: boolean
  readonly recordedAt: string | null
  readonly recorder: string | null
}

/** SNOMED CT: no known allergy (situation) and its narrower forms. */
const noKnownAllergy = ['716186003', '409137002', '428607008']

const toAllergy = (allergy: Stored<AllergyIntolerance>, event: ClinicalEvent): AllergyRow | null =>
  codeOf(allergy.verificationStatus, systems.allergyVerification) === 'entered-in-error' ||
  codeOf(allergy.clinicalStatus, systems.allergyClinical) === 'resolved'
    ? null
    : {
        id: allergy.id,
        versionId: versionOf(allergy),
        commandId: event.commandId,
        substance: displayTextOf(allergy.code) ?? displayTextOf(allergy.reaction?.[0]?.substance) ?? 'Not recorded',
        code: allergy.code?.coding?.[0]?.code ?? null,
        criticality: allergy.criticality ?? null,
        type: allergy.type ?? null,
        verificationStatus: codeOf(allergy.verificationStatus, systems.allergyVerification),
        reactions: (allergy.reaction ?? []).flatMap((reaction) =>
          reaction.manifestation.map((manifestation) => ({
            manifestation: displayTextOf(manifestation) ?? 'Not recorded',
            severity: reaction.severity ?? null,
          })),
        ),
        noKnownAllergies: noKnownAllergy.some((code) => allergy.code?.coding?.some((coding) => coding.code === code)),
        recordedAt: allergy.recordedDate ?? null,
        recorder: allergy.recorder?.display ?? event.actor.name,
      }

const severityRank = (row: AllergyRow): string => {
  const severe = row.criticality === 'high' || row.reactions.some((reaction) => reaction.severity === 'severe')
  return severe ? '2' : row.reactions.some((reaction) => reaction.severity === 'moderate') ? '1' : '0'
}

export const allergiesView = defineView<AllergyRow>()({
  name: 'allergies',
  room: 'patient',
  audiences: ['care', 'pharmacy', 'laboratory'],
  on: {
    'patient.allergy.added': rowFromResource<AllergyRow, AllergyIntolerance>(toAllergy),
    'patient.allergy.removed': rowFromResource<AllergyRow, AllergyIntolerance>(toAllergy),
    ...importSteps<AllergyRow, 'AllergyIntolerance'>('AllergyIntolerance', toAllergy),
  },
  /** Most severe first (SHL-4). */
  sortKey: (row) => `${severityRank(row)}|${row.substance}`,
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
