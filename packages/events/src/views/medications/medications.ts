import type { MedicationRequest } from 'fhir/r4'
import type { ClinicalEvent } from '../../catalog/index.ts'
import type { Subject } from '../../envelope.ts'
import { extensions, idOf, pick, versionOf, wordsOf } from '../../fhir.ts'
import type { Person } from '../../people.ts'
import { arrivals, defineView, type ViewRow } from '../framework/define-view.ts'
import { newestFirst } from '../framework/sort-keys.ts'
import type { OrderLimit, Priority } from '../orders/orders.ts'
import { isHighAlert } from './high-alert.ts'
import { lineOf, type MedicationLine } from './medication-line.ts'
import { type MedicationWarning, prescriptionsIn, type WarningEvent, withWarning } from './medication-warnings.ts'

/** Where a prescription is in the pharmacy (ux 5.3). `none`: recorded elsewhere, never sent to this pharmacy. */
export const pharmacyStages = ['none', 'unverified', 'verified', 'ready', 'dispensed', 'stopped'] as const
export type PharmacyStage = (typeof pharmacyStages)[number]

/** Who has it in hand; lapses at `leaseUntil` unless renewed (decision 16). */
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
}

/** A prescription, as the patient's list, the pharmacy tab and the pharmacy's queue draw it. */
export interface MedicationRow extends ViewRow, MedicationLine {
  readonly patient: Subject
  /** FHIR medicationrequest-status. */
  readonly status: MedicationRequest['status']
  readonly priority: Priority
  readonly authoredAt: string
  /** When it ends by itself, or somebody decides whether it goes on (ORD-6); absent in rows folded before it was told. */
  readonly limit?: OrderLimit | null
  readonly requester: Person
  readonly stage: PharmacyStage
  readonly claim: Claim | null
  /** The Task that carries the pharmacist's work; null when none does. */
  readonly taskId: string | null
  readonly dispenseId: string | null
  /** Its way through the pharmacy, oldest first. */
  readonly steps: readonly PharmacyStep[]
  readonly dispensed: { readonly value: number; readonly unit: string } | null
  readonly stopped: { readonly at: string; readonly by: Person; readonly reason: string; readonly interrupted: Person | null } | null
  readonly duplicateReason: string | null
  /** Interactions, allergies and doses that somebody was warned of; absent when nothing was. */
  readonly warnings?: readonly MedicationWarning[]
  readonly changedAt: string
}

const nobody: Subject = {
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

function toRow(request: MedicationRequest, event: ClinicalEvent, before: MedicationRow | null): MedicationRow | null {
  if (request.status === 'entered-in-error' && !before) return null
  return {
    id: request.id ?? '',
    versionId: versionOf(request),
    commandId: event.commandId,
    ...lineOf(request),
    patient: event.subject ?? before?.patient ?? nobody,
    status: request.status,
    priority: request.priority ?? 'routine',
    authoredAt: request.authoredOn ?? event.occurredAt,
    limit: limitIn(request),
    requester: { userId: idOf(request.requester) ?? '', name: request.requester?.display ?? 'Not recorded' },
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

const DAY_MS = 86_400_000

/** The end of its course, else the day of its review. */
function limitIn(request: MedicationRequest): OrderLimit | null {
  const bounds = request.dosageInstruction?.[0]?.timing?.repeat?.boundsDuration
  const from = Date.parse(request.authoredOn ?? '')
  if (bounds?.value !== undefined && bounds.code === 'd' && !Number.isNaN(from))
    return { kind: 'stop', at: new Date(from + bounds.value * DAY_MS).toISOString() }
  const review = request.extension?.find(({ url }) => url === extensions.reviewBy)?.valueDateTime
  return review ? { kind: 'review', at: review } : null
}

/** So long a prescription may be supplied; after that it is written anew (PHQ-19). */
export const PRESCRIPTION_VALID_DAYS = 90

/** @param now milliseconds since 1970 */
export const isExpired = ({ authoredAt }: Pick<MedicationRow, 'authoredAt'>, now: number): boolean =>
  now - Date.parse(authoredAt) > PRESCRIPTION_VALID_DAYS * DAY_MS

const stopFrom = (request: MedicationRequest, event: ClinicalEvent): MedicationRow['stopped'] => ({
  at: event.occurredAt,
  by: { userId: event.actor.userId, name: event.actor.name },
  reason: wordsOf(request.statusReason) ?? '',
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

/** A pharmacy step on a row that exists; the step joins the row's way. */
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

const warned = {
  rows: ({ resource }: WarningEvent) => prescriptionsIn(resource),
  fold: (row: MedicationRow | null, event: WarningEvent) =>
    row && { ...row, commandId: event.commandId, warnings: withWarning(row.warnings ?? [], row.id, event), changedAt: event.recordedAt },
}

const on = {
  'pharmacy.medication.prescribed': {
    rows: (event: ClinicalEvent<'pharmacy.medication.prescribed'>) => (event.resource.id ? [event.resource.id] : []),
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
    // A renewed lease is the same claim, not another step.
    ...(row.claim?.by.userId === data.by.userId
      ? { steps: row.steps, claim: { by: data.by, at: row.claim.at, leaseUntil: data.leaseUntil } }
      : {}),
  })),
  'pharmacy.prescription.released': step<ClinicalEvent<'pharmacy.prescription.released'>>('released', () => ({ claim: null })),
  'pharmacy.prescription.verified': step<ClinicalEvent<'pharmacy.prescription.verified'>>('verified', () => ({
    stage: 'verified',
    claim: null,
  })),
  'pharmacy.medication.prepared': step<ClinicalEvent<'pharmacy.medication.prepared'>>('prepared', (_, { resource }) => ({
    stage: 'ready',
    claim: null,
    dispenseId: resource.id ?? null,
  })),
  'pharmacy.medication.dispensed': step<ClinicalEvent<'pharmacy.medication.dispensed'>>('dispensed', (_, { resource, data }) => ({
    stage: 'dispensed',
    claim: null,
    dispenseId: resource.id ?? null,
    dispensed: data.quantity,
  })),
  'pharmacy.medication.discontinued': step<ClinicalEvent<'pharmacy.medication.discontinued'>>('stopped', (row, { resource, data }) => ({
    versionId: versionOf(resource),
    status: resource.status,
    stage: row.stage === 'none' ? 'none' : 'stopped',
    claim: null,
    stopped: { at: data.at, by: data.by, reason: data.reason, interrupted: data.interrupted },
  })),
  'pharmacy.interaction.alert': warned,
  'pharmacy.allergy.contraindication': warned,
  'pharmacy.dose.alert': warned,
} as const

/** The patient's medicines, active ones first, newest first. */
export const medicationsView = defineView<MedicationRow>()({
  name: 'medications',
  room: 'patient',
  audiences: ['care', 'pharmacy'],
  on: { ...on, ...arrivals<MedicationRow, 'MedicationRequest'>('MedicationRequest', toRow) },
  sortKey: (row) => `${row.status === 'active' ? '1' : '0'}|${row.authoredAt}`,
  direction: 'desc',
})

const harm: Record<Priority, string> = { stat: '0', asap: '1', urgent: '2', routine: '3' }
const working: readonly PharmacyStage[] = ['unverified', 'verified', 'ready']

/**
 * The pharmacy's queue: the same rows, in first-to-harm order: priority, high-alert, longest waiting (PHQ-2).
 * What is done sinks below all work, newest first.
 */
export const pharmacyQueueView = defineView<MedicationRow>()({
  name: 'pharmacy-queue',
  room: 'pharmacyQueue',
  audiences: ['pharmacy'],
  on,
  sortKey: (row) =>
    working.includes(row.stage)
      ? `0|${harm[row.priority]}|${isHighAlert(row) ? '0' : '1'}|${row.authoredAt}`
      : `1|${newestFirst(row.changedAt)}`,
  direction: 'asc',
})
