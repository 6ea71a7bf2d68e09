import { type Happening, idOf, type Person, referTo, staff } from '@wardline/events'
import type { DiagnosticReport, Task } from 'fhir/r4'
import type { Authorship } from './authorship.ts'
import { CALLED } from './critical-alert.ts'
import { draftTask, taskCodes } from './task.ts'

interface FindingDraft extends Authorship {
  readonly alertId: string
  readonly report: DiagnosticReport
  /** In the radiologist's words. */
  readonly finding: string
  /** Who must act; the first one owns the Task. */
  readonly notify: readonly Person[]
}

/** Somebody must act on what the images show: the Task, and how it is told. */
export function draftCriticalFinding({ alertId, report, finding, notify, ...author }: FindingDraft): {
  readonly task: Task
  readonly happening: Happening<'radiology.critical.alert'>
} {
  const drafted = draftTask({
    ...author,
    id: alertId,
    code: taskCodes.criticalResult,
    focus: referTo('DiagnosticReport', report.id ?? ''),
    business: 'raised',
    priority: 'stat',
    owner: notify[0] ?? null,
  })
  const task: Task = { ...drafted, input: notify.map((whom) => ({ type: { text: CALLED }, valueReference: staff(whom) })) }
  return {
    task,
    happening: {
      type: 'radiology.critical.alert',
      resource: task,
      related: [report],
      data: { reportId: report.id ?? '', studyId: idOf(report.imagingStudy?.[0], 'ImagingStudy'), finding, notify: [...notify] },
    },
  }
}
