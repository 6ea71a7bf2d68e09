import type { MedicationRequest } from 'fhir/r4'
import type { ClinicalEvent } from '../../catalog/index.ts'
import type { Subject } from '../../envelope.ts'
import { displayTextOf, extensions, idOf, pick, type Stored, versionOf } from '../../fhir.ts'
import type { Person } from '../../people.ts'
import { defineView, importSteps, type ViewRow } from '../framework/define-view.ts'
import { newestFirst } from '../framework/sort-keys.ts'
import { type OrderLimit, type Priority, priorityRank } from '../orders/orders.ts'
import { isHighAlert } from './high-alert.ts'
import { lineOf, type MedicationLine } from './medication-line.ts'
import { type MedicationWarning, prescriptionsIn, type WarningEvent, withWarning } from './medication-warnings.ts'

/** Pharmacy stage of a prescription (ux 5.3). `none`: recorded by another system, never sent to this pharmacy. */
export const pharmacyStages = ['none', 'unverified', 'verified', 'ready', 'dispensed', 'stopped'] as const
export type PharmacyStage = (typeof pharmacyStages)[number]

/** Owner of a claim; expires at `leaseUntil` unless renewed (decision 16). */
export interface Claim {
  readonly by: Person
  readonly at: string
  readonly leaseUntil: string
}

export const pharmacySteps = ['prescribed', 'claimed', 'released', 'verified', 'prepared', 'dispensed', 'stopped'] as const
export interface PharmacyStep {
  readonly step: (typeof pharmacySteps)[number]
  readonly at: string
  readonly by: Person
  /** What its author wrote with it, such as why it was verified without the patient's results; absent without a note. */
  readonly note?: string
}

/** A prescription in the patient's medication list and the pharmacy queue. */
export interface MedicationRow extends ViewRow, MedicationLine {
  readonly patient: Subject
  /** FHIR medicationrequest-status. */
  readonly status: MedicationRequest['status']
  readonly priority: Priority
  readonly authoredAt: string
  /** Stop or review date (ORD-6); absent in rows folded by earlier versions. */
  readonly limit?: OrderLimit | null
  readonly requester: Person
  /** The prescriber's note to the pharmacist; null without one. Absent in rows folded by earlier versions. */
  readonly note?: string | null
  readonly stage: PharmacyStage
  readonly claim: Claim | null
  /** Task of the verification; null without one. */
  readonly taskId: string | null
  readonly dispenseId: string | null
  /** Pharmacy steps, oldest first. */
  readonly steps: readonly PharmacyStep[]
  readonly dispensed: { readonly value: number; readonly unit: string } | null
  readonly stopped: { readonly at: string; readonly by: Person; readonly reason: string; readonly interrupted: Person | null } | null
  readonly duplicateReason: string | null
  /** Interaction, allergy and dose warnings; absent without warnings. */
  readonly warnings?: readonly MedicationWarning[]
  readonly changedAt: string
}

const unknownPatient: Subject = {
  patientId: '' as Subject['patientId'],
  mrn: '',
  name: '',
  nameAr: null,
  birthDate: null,
  sex: 'unknown',
  deceasedAt: null,
  unitId: 'registry' as Subject['unitId'],
  unitName: '',
  bed: null,
}

function toRow(request: Stored<MedicationRequest>, event: ClinicalEvent, before: MedicationRow | null): MedicationRow | null {
  if (request.status === 'entered-in-error' && !before) return null
  return {
    id: request.id,
    versionId: versionOf(request),
    commandId: event.commandId,
    ...lineOf(request),
    patient: event.subject ?? before?.patient ?? unknownPatient,
    status: request.status,
    priority: request.priority ?? 'routine',
    authoredAt: request.authoredOn ?? event.occurredAt,
    limit: limitIn(request),
    requester: { userId: idOf(request.requester) ?? '', name: request.requester?.display ?? 'Not recorded' },
    note: noteIn(request),
    stage: before?.stage ?? 'none',
    claim: before?.claim ?? null,
    taskId: before?.taskId ?? null,
    dispenseId: before?.dispenseId ?? null,
    steps: before?.steps ?? [],
    dispensed: before?.dispensed ?? null,
    stopped: before?.stopped ?? (request.statusReason ? stopFrom(request, event) : null),
    duplicateReason: before?.duplicateReason ?? null,
    ...(before?.warnings ? { warnings: before.warnings } : {}),
    changedAt: event.recordedAt,
  }
}

/** Returns the notes of a prescription, without the reason that its end adds as a note. */
function noteIn({ note = [], statusReason }: MedicationRequest): string | null {
  const reason = displayTextOf(statusReason)
  const texts = note.map(({ text }) => text).filter((text) => text !== reason)
  return texts.join(' · ') || null
}

const DAY_MS = 86_400_000

/** Returns the end of the course, else the review date. */
function limitIn(request: MedicationRequest): OrderLimit | null {
  const bounds = request.dosageInstruction?.[0]?.timing?.repeat?.boundsDuration
  const from = Date.parse(request.authoredOn ?? '')
  if (bounds?.value !== undefined && bounds.code === 'd' && !Number.isNaN(from))
    return { kind: 'stop', at: new Date(from + bounds.value * DAY_MS).toISOString() }
  const review = request.extension?.find(({ url }) => url === extensions.reviewBy)?.valueDateTime
  return review ? { kind: 'review', at: review } : null
}

/** Days a prescription may be dispensed; after that a new prescription is required (PHQ-19). */
export const PRESCRIPTION_VALID_DAYS = 90

/** @param now milliseconds since 1970 */
export const isExpired = ({ authoredAt }: Pick<MedicationRow, 'authoredAt'>, now: number): boolean =>
  now - Date.parse(authoredAt) > PRESCRIPTION_VALID_DAYS * DAY_MS

const stopFrom = (request: MedicationRequest, event: ClinicalEvent): MedicationRow['stopped'] => ({
  at: event.occurredAt,
  by: { userId: event.actor.userId, name: event.actor.name },
  reason: displayTextOf(request.statusReason) ?? '',
  interrupted: null,
})

type StepEvent = ClinicalEvent<
  | 'pharmacy.prescription.claimed'
  | 'pharmacy.prescription.released'
  | 'pharmacy.prescription.verified'
  | 'pharmacy.medication.prepared'
  | 'pharmacy.medication.dispensed'
  | 'pharmacy.medication.discontinued'
>

/** Returns a step that changes an existing row and appends to its pharmacy steps. */
const step = <E extends StepEvent>(name: PharmacyStep['step'], change: (row: MedicationRow, event: E) => Partial<MedicationRow>) => ({
  rows: (event: E) => [event.data.prescriptionId],
  fold: (row: MedicationRow | null, event: E) =>
    row && {
      ...row,
      commandId: event.commandId,
      changedAt: event.recordedAt,
      steps: [...row.steps, { step: name, at: event.data.at, by: event.data.by }],
      ...change(row, event),
    },
})

const warningStep = {
  rows: ({ resource }: WarningEvent) => prescriptionsIn(resource),
  fold: (row: MedicationRow | null, event: WarningEvent) =>
    row && { ...row, commandId: event.commandId, warnings: withWarning(row.warnings ?? [], row.id, event), changedAt: event.recordedAt },
}

const on = {
  'pharmacy.medication.prescribed': {
    rows: (event: ClinicalEvent<'pharmacy.medication.prescribed'>) => [event.resource.id],
    fold: (row: MedicationRow | null, event: ClinicalEvent<'pharmacy.medication.prescribed'>) => {
      const next = toRow(event.resource, event, row)
      const by = { userId: event.actor.userId, name: event.actor.name }
      return (
        next && {
          ...next,
          stage: 'unverified' as const,
          taskId: pick(event.related, 'Task')?.id ?? null,
          steps: [{ step: 'prescribed' as const, at: event.occurredAt, by }],
          duplicateReason: event.data.duplicateReason,
        }
      )
    },
  },
  'pharmacy.prescription.claimed': step<ClinicalEvent<'pharmacy.prescription.claimed'>>('claimed', (row, { data }) => ({
    claim: { by: data.by, at: data.at, leaseUntil: data.leaseUntil },
    // Renewing the lease continues the claim and adds no step.
    ...(row.claim?.by.userId === data.by.userId
      ? { steps: row.steps, claim: { by: data.by, at: row.claim.at, leaseUntil: data.leaseUntil } }
      : {}),
  })),
  'pharmacy.prescription.released': step<ClinicalEvent<'pharmacy.prescription.released'>>('released', () => ({ claim: null })),
  'pharmacy.prescription.verified': step<ClinicalEvent<'pharmacy.prescription.verified'>>('verified', (row, { resource, data }) => {
    const note = resource.note?.find(({ time, text }) => time === data.at && text)?.text
    return {
      stage: 'verified',
      claim: null,
      ...(note ? { steps: [...row.steps, { step: 'verified' as const, at: data.at, by: data.by, note }] } : {}),
    }
  }),
  'pharmacy.medication.prepared': step<ClinicalEvent<'pharmacy.medication.prepared'>>('prepared', (_, { resource }) => ({
    stage: 'ready',
    claim: null,
    dispenseId: resource.id,
  })),
  'pharmacy.medication.dispensed': step<ClinicalEvent<'pharmacy.medication.dispensed'>>('dispensed', (_, { resource, data }) => ({
    stage: 'dispensed',
    claim: null,
    dispenseId: resource.id,
    dispensed: data.quantity,
  })),
  'pharmacy.medication.discontinued': step<ClinicalEvent<'pharmacy.medication.discontinued'>>('stopped', (row, { resource, data }) => ({
    versionId: versionOf(resource),
    status: resource.status,
    stage: row.stage === 'none' ? 'none' : 'stopped',
    claim: null,
    stopped: { at: data.at, by: data.by, reason: data.reason, interrupted: data.interrupted },
  })),
  'pharmacy.interaction.alert': warningStep,
  'pharmacy.allergy.contraindication': warningStep,
  'pharmacy.dose.alert': warningStep,
} as const

/** The patient's medications, active ones first, then newest first. */
export const medicationsView = defineView<MedicationRow>()({
  name: 'medications',
  version: 2,
  room: 'patient',
  audiences: ['care', 'pharmacy'],
  on: { ...on, ...importSteps<MedicationRow, 'MedicationRequest'>('MedicationRequest', toRow) },
  sortKey: (row) => `${row.status === 'active' ? '1' : '0'}|${row.authoredAt}`,
  direction: 'desc',
})

/** The order of open work in the pharmacy, by risk, compared as text: priority, high-alert, longest waiting (PHQ-2). */
export const pharmacyRank = (row: MedicationRow): string =>
  `${priorityRank[row.priority]}|${isHighAlert(row) ? '0' : '1'}|${row.authoredAt}`

/** Stages with work left for the pharmacy: what may be claimed. */
export const openStages: readonly PharmacyStage[] = ['unverified', 'verified', 'ready']

/**
 * The pharmacy queue, by risk: priority, high-alert, longest waiting (PHQ-2). Completed prescriptions are listed
 * below open work, newest first.
 */
export const pharmacyQueueView = defineView<MedicationRow>()({
  name: 'pharmacy-queue',
  version: 2,
  room: 'pharmacyQueue',
  audiences: ['pharmacy'],
  on,
  sortKey: (row) => (openStages.includes(row.stage) ? `0|${pharmacyRank(row)}` : `1|${newestFirst(row.changedAt)}`),
  direction: 'asc',
})
