import type { RecordVitals } from '@wardline/events'
import type { AuthenticatedContext } from '../../commands/authenticated-context.ts'
import { commandContextOf, mustBeAlive } from '../../commands/command-context.ts'
import { mustRecordVitals } from '../../commands/permits.ts'
import { treating } from '../../fhir-builders/encounter.ts'
import { draftCriticalAlert } from '../../fhir-builders/results/critical-alert.ts'
import { draftVitals } from '../../fhir-builders/results/vitals.ts'
import { mustBeMeant, mustBePressure, mustNotBeAhead } from './policy.ts'

export async function recordVitals(ctx: AuthenticatedContext, asked: RecordVitals) {
  const permit = await mustRecordVitals(ctx, asked.patientId)
  mustBeAlive(permit)
  mustBePressure(asked.values)
  mustNotBeAhead(asked.effectiveAt, ctx.now())
  mustBeMeant(asked)

  const act = commandContextOf(ctx, permit)
  const drafted = draftVitals({ ...act, values: asked.values, effectiveAt: asked.effectiveAt, newId: ctx.newId })
  const [first, ...others] = drafted.map(({ observation }) => observation)
  if (!first) throw new Error('The input schema asks for at least one value.')

  const encounters = drafted.some(({ critical }) => critical)
    ? await ctx.resources.find('Encounter', { patientId: asked.patientId, status: ['in-progress'] })
    : []
  const notify = treating(encounters)
  const alerts = drafted.flatMap(({ observation, critical }) =>
    critical ? [draftCriticalAlert({ ...act, alertId: ctx.newId(), observation, critical, notify, previous: null })] : [],
  )
  return ctx.record(permit, {
    commandId: asked.commandId,
    asked,
    occurredAt: asked.effectiveAt,
    write: [first, ...others, ...alerts.map(({ task }) => task)],
    happened: [
      { type: 'encounter.vitals.recorded', resource: first, related: others, data: {} },
      ...alerts.map(({ happening }) => ({ ...happening, occurredAt: act.at })),
    ],
    answer: { observationIds: [first, ...others].map(({ id }) => id ?? ''), alertIds: alerts.map(({ task }) => task.id ?? '') },
  })
}
