import type { DiagnosticReport, ImagingStudy, Observation } from 'fhir/r4'
import type { ClinicalEvent } from '../../catalog/index.ts'
import { displayTextOf, extensions, idOf, type Stored, systems, versionOf } from '../../fhir.ts'
import { defineView, importSteps, type ViewRow } from '../framework/define-view.ts'

/** An image with its DICOM identifiers and location in the object store, which checks access itself. */
export interface ImageReference {
  readonly seriesUid: string
  readonly instanceUid: string
  readonly title: string | null
  /** Bucket and key; null when the image is in another archive. */
  readonly path: string | null
}

export interface ImagingReport {
  readonly reportId: string
  readonly versionId: string
  readonly status: DiagnosticReport['status']
  readonly display: string
  readonly findings: string | null
  readonly impression: string | null
  readonly issuedAt: string | null
  readonly by: string | null
}

/** An imaging study with its report. A report without images has a row under its own id. */
export interface ImagingRow extends ViewRow {
  readonly studyUid: string | null
  readonly orderId: string | null
  /** FHIR imagingstudy-status; null while only the report is known. */
  readonly status: ImagingStudy['status'] | null
  readonly startedAt: string | null
  readonly modalities: readonly string[]
  readonly description: string | null
  readonly seriesCount: number
  readonly imageCount: number
  /** The first images, for a preview; the study resource lists all. */
  readonly images: readonly ImageReference[]
  readonly report: ImagingReport | null
  /** Critical finding, as reported by the radiologist; null without one. */
  readonly criticalFinding: string | null
}

/** Maximum preview images, to keep rows small: a CT has a thousand images. */
const MAX_PREVIEW_IMAGES = 16

export const isImaging = (report: DiagnosticReport): boolean =>
  (report.imagingStudy?.length ?? 0) > 0 ||
  (report.category?.some(({ coding }) =>
    coding?.some(({ system, code }) => system === systems.diagnosticService && (code === 'RAD' || code === 'IMG')),
  ) ??
    false)

const emptyRow = (id: string): ImagingRow => ({
  id,
  versionId: '0',
  commandId: null,
  studyUid: null,
  orderId: null,
  status: null,
  startedAt: null,
  modalities: [],
  description: null,
  seriesCount: 0,
  imageCount: 0,
  images: [],
  report: null,
  criticalFinding: null,
})

const uidOf = (study: ImagingStudy) =>
  study.identifier?.find(({ system }) => system === 'urn:dicom:uid')?.value?.replace(/^urn:oid:/, '') ?? null

const orderOf = (resource: Pick<ImagingStudy | DiagnosticReport, 'basedOn'>) =>
  (resource.basedOn ?? []).map((reference) => idOf(reference, 'ServiceRequest')).find((id) => id !== null) ?? null

const imagesOf = (study: ImagingStudy): readonly ImageReference[] =>
  (study.series ?? []).flatMap(({ uid, instance }) =>
    (instance ?? []).map((image) => ({
      seriesUid: uid,
      instanceUid: image.uid,
      title: image.title ?? null,
      path: image.extension?.find(({ url }) => url === extensions.imagePath)?.valueString ?? null,
    })),
  )

/** Updates the study part of the row; the report is kept. */
function withStudy(study: Stored<ImagingStudy>, event: ClinicalEvent, before: ImagingRow | null): ImagingRow | null {
  if (study.status === 'entered-in-error' && !before?.report) return null
  const images = imagesOf(study)
  return {
    ...(before ?? emptyRow(study.id)),
    versionId: versionOf(study),
    commandId: event.commandId,
    studyUid: uidOf(study),
    orderId: orderOf(study) ?? before?.orderId ?? null,
    status: study.status,
    startedAt: study.started ?? before?.startedAt ?? null,
    modalities: (study.modality ?? []).flatMap(({ code }) => code ?? []),
    description: study.description ?? displayTextOf(study.procedureCode?.[0]),
    seriesCount: study.numberOfSeries ?? study.series?.length ?? 0,
    imageCount: study.numberOfInstances ?? images.length,
    images: images.slice(0, MAX_PREVIEW_IMAGES),
  }
}

/** Returns the text findings: Observations referenced by the report. */
const findingsIn = (report: DiagnosticReport, event: ClinicalEvent): string | null => {
  const referencedIds = new Set((report.result ?? []).map((reference) => idOf(reference, 'Observation')))
  const texts = event.related
    .filter((resource): resource is Stored<Observation> => resource.resourceType === 'Observation' && referencedIds.has(resource.id))
    .flatMap(({ valueString }) => valueString ?? [])
  return texts.length > 0 ? texts.join('\n') : null
}

/** Updates the report part of the row; images are kept. An older version of the report is ignored. */
function withReport(report: Stored<DiagnosticReport>, event: ClinicalEvent, before: ImagingRow | null, id: string): ImagingRow | null {
  const previousReport = before?.report?.reportId === report.id ? before?.report : null
  if (previousReport && Number(previousReport.versionId) > Number(versionOf(report))) return before
  if (report.status === 'entered-in-error') return before && before.status !== null ? { ...before, report: null } : null
  const row = before ?? emptyRow(id)
  return {
    ...row,
    commandId: event.commandId,
    orderId: row.orderId ?? orderOf(report),
    startedAt: row.startedAt ?? report.effectiveDateTime ?? report.effectivePeriod?.start ?? null,
    report: {
      reportId: report.id,
      versionId: versionOf(report),
      status: report.status,
      display: displayTextOf(report.code) ?? 'Not recorded',
      findings: findingsIn(report, event) ?? previousReport?.findings ?? null,
      impression: report.conclusion ?? null,
      issuedAt: report.issued ?? null,
      by: report.resultsInterpreter?.[0]?.display ?? report.performer?.[0]?.display ?? null,
    },
  }
}

/** Returns the row id of a report: that of its study, which may arrive later. */
const rowIdOf = (report: Stored<DiagnosticReport>): string => idOf(report.imagingStudy?.[0], 'ImagingStudy') ?? report.id

type StudyEvent = ClinicalEvent<'radiology.study.complete' | 'radiology.image.uploaded'>
const images = {
  rows: (event: StudyEvent) => [event.resource.id],
  fold: (row: ImagingRow | null, event: StudyEvent) => withStudy(event.resource, event as ClinicalEvent, row),
}

type ImportEvent = ClinicalEvent<'fhir.resource.created' | 'fhir.resource.updated'>
const studyImport = importSteps<ImagingRow, 'ImagingStudy'>('ImagingStudy', withStudy)['fhir.resource.created']
const importStep = {
  rows: (event: ImportEvent) =>
    event.resource.resourceType === 'DiagnosticReport' && isImaging(event.resource) ? [rowIdOf(event.resource)] : studyImport.rows(event),
  fold: (row: ImagingRow | null, event: ImportEvent, { id }: { readonly id: string }) =>
    event.resource.resourceType === 'DiagnosticReport'
      ? withReport(event.resource, event as ClinicalEvent, row, id)
      : studyImport.fold(row, event),
}

export const imagingView = defineView<ImagingRow>()({
  name: 'imaging',
  room: 'patient',
  audiences: ['care', 'pharmacy'],
  on: {
    'radiology.study.complete': images,
    'radiology.image.uploaded': images,
    'radiology.report.finalized': {
      rows: (event: ClinicalEvent<'radiology.report.finalized'>) => [rowIdOf(event.resource)],
      fold: (row: ImagingRow | null, event: ClinicalEvent<'radiology.report.finalized'>, { id }) =>
        withReport(event.resource, event as ClinicalEvent, row, id),
    },
    'radiology.critical.alert': {
      rows: (event: ClinicalEvent<'radiology.critical.alert'>) => [event.data.studyId ?? event.data.reportId],
      fold: (row: ImagingRow | null, { data, commandId }: ClinicalEvent<'radiology.critical.alert'>, { id }) => ({
        ...(row ?? emptyRow(id)),
        commandId,
        criticalFinding: data.finding,
      }),
    },
    'fhir.resource.created': importStep,
    'fhir.resource.updated': importStep,
  },
  sortKey: (row) => row.startedAt ?? row.report?.issuedAt ?? '',
  direction: 'desc',
})
