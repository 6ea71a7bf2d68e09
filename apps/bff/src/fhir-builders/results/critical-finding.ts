import { idOf, type NewEvent, type Person, referTo, type WithId } from '@wardline/events'
import type { DiagnosticReport, Task } from 'fhir/r4'
import type { Authorship } from '../authorship.ts'
import { taskCodes } from '../orders/task.ts'
import { buildAlertTask } from './critical-alert.ts'

interface CriticalFindingInput extends Authorship {
  readonly alertId: string
  readonly report: WithId<DiagnosticReport>
  /** Free text of the radiologist. */
  readonly finding: string
  /** Recipients; the first one owns the Task. */
  readonly notify: readonly Person[]
}

/** Builds the Task and event of a critical imaging finding. */
export function buildCriticalFinding({ alertId, report, finding, notify, ...author }: CriticalFindingInput): {
  readonly task: WithId<Task>
  readonly event: NewEvent<'radiology.critical.alert'>
} {
  const task = buildAlertTask({
    ...author,
    alertId,
    notify,
    code: taskCodes.criticalResult,
    focus: referTo('DiagnosticReport', report.id),
    priority: 'stat',
  })
  return {
    task,
    event: {
      type: 'radiology.critical.alert',
      resource: task,
      related: [report],
      data: { reportId: report.id, studyId: idOf(report.imagingStudy?.[0], 'ImagingStudy'), finding, notify: [...notify] },
    },
  }
}
