import type { DiagnosticReport, Observation } from 'fhir/r4'
import type { ClinicalEvent } from '../../catalog/index.ts'
import { displayTextOf, idOf, pick, type Stored, versionOf } from '../../fhir.ts'
import type { Person } from '../../people.ts'
import { defineView, type ViewRow } from '../framework/define-view.ts'
import { type Check, checksOf, isLaboratory, loincOf, type Reported, reportedIn } from './observation.ts'

export interface Review {
  readonly userId: string
  readonly name: string
  readonly at: string
  /** The reviewed version; another version needs another review (RES-12). */
  readonly versionId: string
}

/** The value that a correction replaced. */
export interface ReplacedValue extends Pick<Reported, 'value' | 'unit' | 'flag'> {
  /** Reviewer of the former value, who needs to see the correction most (RES-12). */
  readonly reviewed: Review | null
}

/** A laboratory result. */
export interface ResultRow extends ViewRow, Reported {
  readonly code: string
  readonly display: string
  /** Name of the report: the panel, or the test itself. */
  readonly panel: string | null
  readonly reportId: string | null
  readonly orderId: string | null
  /** FHIR Observation.status: registered, preliminary, final, amended, corrected, cancelled. */
  readonly status: Observation['status']
  readonly collectedAt: string
  readonly resultedAt: string | null
  readonly performer: string | null
  readonly note: string | null
  /** Checks the laboratory confirmed before release (LAB-5); absent in rows folded by earlier versions. */
  readonly checks?: readonly Check[]
  /** Ordering clinician (RES-2); null without an order of this hospital, absent in rows folded by earlier versions. */
  readonly orderedBy?: Person | null
  readonly reviewed: Review | null
  /** Users who viewed this version in another system, with their first time; not a review (decision 15). Absent without viewers. */
  readonly viewed?: readonly Review[]
  /** The value before a correction (FLG-4); null when the reported value never changed. */
  readonly replaced: ReplacedValue | null
}

/** Returns the replaced value; a preliminary value that becomes final unchanged replaces nothing. */
function replacedBy(reported: Reported, before: ResultRow | null): ReplacedValue | null {
  if (!before || before.value === null) return before?.replaced ?? null
  const { value, unit, flag, reviewed } = before
  return value === reported.value && unit === reported.unit ? before.replaced : { value, unit, flag, reviewed }
}

/** Returns the orderer, from the order related to the event. */
function ordererIn({ related }: ClinicalEvent): Person | null {
  const requester = pick(related, 'ServiceRequest')?.requester
  const userId = idOf(requester, 'Practitioner')
  return userId ? { userId, name: requester?.display ?? userId } : null
}

const toRow = (
  observation: Stored<Observation>,
  event: ClinicalEvent,
  before: ResultRow | null,
  report: Stored<DiagnosticReport> | null,
): ResultRow | null =>
  !isLaboratory(observation) || observation.status === 'entered-in-error'
    ? null
    : {
        id: observation.id,
        versionId: versionOf(observation),
        commandId: event.commandId,
        ...reportedIn(observation),
        code: loincOf(observation),
        display: displayTextOf(observation.code) ?? loincOf(observation),
        panel: displayTextOf(report?.code) ?? before?.panel ?? null,
        reportId: report?.id ?? before?.reportId ?? null,
        orderId: idOf(observation.basedOn?.[0], 'ServiceRequest'),
        status: observation.status,
        collectedAt: observation.effectiveDateTime ?? observation.effectivePeriod?.start ?? observation.issued ?? event.occurredAt,
        resultedAt: observation.issued ?? null,
        performer: observation.performer?.[0]?.display ?? null,
        note: observation.note?.map((note) => note.text).join(' ') ?? null,
        checks: checksOf(observation),
        orderedBy: ordererIn(event) ?? before?.orderedBy ?? null,
        ...(before?.viewed && before.versionId === versionOf(observation) ? { viewed: before.viewed } : {}),
        reviewed: before?.reviewed && before.reviewed.versionId === versionOf(observation) ? before.reviewed : null,
        replaced: replacedBy(reportedIn(observation), before),
      }

type ImportEvent = ClinicalEvent<'fhir.resource.created' | 'fhir.resource.updated'>

const resultIds = (report: DiagnosticReport) =>
  (report.result ?? []).map((reference) => idOf(reference)).filter((id): id is string => id !== null)

/** An imported observation, or an imported report, which names the panel of its observations. */
const importStep = {
  rows: (event: ImportEvent) => {
    if (event.resource.resourceType === 'DiagnosticReport') return resultIds(event.resource)
    return event.resource.resourceType === 'Observation' ? [event.resource.id] : []
  },
  fold: (row: ResultRow | null, event: ImportEvent) => {
    const { resource } = event
    if (resource.resourceType === 'DiagnosticReport') return row && { ...row, panel: displayTextOf(resource.code), reportId: resource.id }
    return resource.resourceType === 'Observation' ? toRow(resource, event, row, null) : row
  },
}

const observationsIn = (event: ClinicalEvent<'lab.result.available'>) =>
  event.related.filter((resource): resource is Stored<Observation> => resource.resourceType === 'Observation')

export const resultsView = defineView<ResultRow>()({
  name: 'results',
  room: 'patient',
  audiences: ['care', 'pharmacy', 'laboratory'],
  on: {
    'lab.result.available': {
      rows: (event: ClinicalEvent<'lab.result.available'>) => observationsIn(event).map(({ id }) => id),
      fold: (row: ResultRow | null, event: ClinicalEvent<'lab.result.available'>, { id }) => {
        const observation = observationsIn(event).find((candidate) => candidate.id === id)
        return observation ? toRow(observation, event, row, event.resource) : row
      },
    },
    'lab.result.reviewed': {
      rows: (event: ClinicalEvent<'lab.result.reviewed'>) => event.data.reviewed.map((reviewed) => reviewed.observationId),
      fold: (row: ResultRow | null, event: ClinicalEvent<'lab.result.reviewed'>, { id }) => {
        const read = event.data.reviewed.find((reviewed) => reviewed.observationId === id)
        if (!row || !read || read.versionId !== row.versionId) return row
        return { ...row, commandId: event.commandId, reviewed: { ...event.data.by, at: event.data.at, versionId: read.versionId } }
      },
    },
    'lab.result.viewed': {
      rows: (event: ClinicalEvent<'lab.result.viewed'>) => event.data.observationIds,
      fold: (row: ResultRow | null, event: ClinicalEvent<'lab.result.viewed'>) => {
        const { by, at } = event.data
        if (!row || row.viewed?.some(({ userId }) => userId === by.userId)) return row
        return { ...row, viewed: [...(row.viewed ?? []), { ...by, at, versionId: row.versionId }] }
      },
    },
    'fhir.resource.created': importStep,
    'fhir.resource.updated': importStep,
  },
  /** By collection time, not by result time (RES-3). */
  sortKey: (row) => row.collectedAt,
  direction: 'desc',
})
