import type { RecordVitals } from '@wardline/events'
import type { AuthenticatedContext } from '../../commands/authenticated-context.ts'
import { commandContextOf, mustBeAlive } from '../../commands/command-context.ts'
import { mustBePossibleTime } from '../../commands/guards/clinical-time.ts'
import { mustRecordVitals } from '../../commands/permits.ts'
import { treating } from '../../fhir-builders/encounter.ts'
import { buildCriticalAlert } from '../../fhir-builders/results/critical-alert.ts'
import { buildVitals } from '../../fhir-builders/results/vitals.ts'
import { mustBeValidPressure, mustConfirmUnusual } from './policy.ts'

export async function recordVitals(ctx: AuthenticatedContext, input: RecordVitals) {
  const permit = await mustRecordVitals(ctx, input.patientId)
  mustBeAlive(permit)
  mustBeValidPressure(input.values)
  const context = commandContextOf(ctx, permit)
  mustBePossibleTime('effectiveAt', input.effectiveAt, { now: ctx.now(), subject: context.subject })
  mustConfirmUnusual(input)

  const built = buildVitals({ ...context, values: input.values, effectiveAt: input.effectiveAt, newId: ctx.newId })
  const [first, ...others] = built.map(({ observation }) => observation)
  if (!first) throw new Error('The input schema requires at least one value.')

  const encounters = built.some(({ critical }) => critical)
    ? await ctx.resources.find('Encounter', { patientId: input.patientId, status: ['in-progress'] })
    : []
  const notify = treating(encounters)
  const alerts = built.flatMap(({ observation, critical }) =>
    critical ? [buildCriticalAlert({ ...context, alertId: ctx.newId(), observation, critical, notify, previous: null })] : [],
  )
  return ctx.record(permit, {
    commandId: input.commandId,
    input,
    occurredAt: input.effectiveAt,
    resources: [first, ...others, ...alerts.map(({ task }) => task)],
    events: [
      { type: 'encounter.vitals.recorded', resource: first, related: others, data: {} },
      ...alerts.map(({ event: happening }) => ({ ...happening, occurredAt: context.at })),
    ],
    answer: { observationIds: [first, ...others].map(({ id }) => id), alertIds: alerts.map(({ task }) => task.id) },
  })
}
