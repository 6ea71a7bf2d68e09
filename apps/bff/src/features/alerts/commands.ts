import { type AcknowledgeAlert, idOf } from '@wardline/events'
import type { AuthenticatedContext } from '../../commands/authenticated-context.ts'
import { commandContextOf } from '../../commands/command-context.ts'
import { mustActOnAlert } from '../../commands/permits.ts'
import { Refusal } from '../../commands/refusal.ts'
import { retryOnConflict } from '../../commands/retry-on-conflict.ts'
import { moveTask } from '../../fhir-builders/orders/task.ts'
import { notifiedPeople } from '../../fhir-builders/results/critical-alert.ts'
import { isAlert, mayAcknowledge } from './policy.ts'

export const acknowledgeAlert = (ctx: AuthenticatedContext, input: AcknowledgeAlert) =>
  retryOnConflict(async () => {
    const alert = await ctx.resources.read('Task', input.alertId)
    if (!isAlert(alert)) throw new Refusal('NOT_FOUND')
    const permit = await mustActOnAlert(ctx, idOf(alert.for, 'Patient') ?? '')
    mayAcknowledge(alert)

    const { by, at } = commandContextOf(ctx, permit)
    const acknowledged = moveTask(alert, { status: 'accepted', business: 'acknowledged', at, owner: by })
    const data = { observationId: idOf(alert.focus, 'Observation') ?? '', notify: [...notifiedPeople(alert)], by, at }
    return ctx.record(permit, {
      commandId: input.commandId,
      input,
      resources: [acknowledged],
      events: [{ type: 'alert.acknowledged', resource: acknowledged, data }],
    })
  })
