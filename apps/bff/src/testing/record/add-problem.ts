import { type CommandId, type EventId, type PatientId, referTo } from '@wardline/events'
import { samples } from '@wardline/events/testing'
import type { AuthenticatedContext } from '../../commands/authenticated-context.ts'
import { newId } from '../../commands/ids.ts'
import { mustTreat } from '../../commands/permits.ts'

interface ProblemOptions {
  readonly text?: string
  readonly correlationId?: string
  readonly causationId?: EventId
}

/** Adds a problem to a patient's chart: the smallest record change. */
export async function addProblem(
  by: AuthenticatedContext,
  { patientId }: { readonly patientId: PatientId },
  { text, ...from }: ProblemOptions = {},
) {
  const sample = samples.sampleCondition()
  const condition = {
    ...sample,
    id: newId(),
    meta: undefined,
    subject: referTo('Patient', patientId),
    ...(text === undefined ? {} : { code: { text } }),
  }
  return by.record(await mustTreat(by, patientId), {
    commandId: newId() as CommandId,
    input: null,
    resources: [condition],
    events: [{ type: 'diagnosis.added', resource: condition, data: {} }],
    ...from,
  })
}
