import { type AcknowledgeAlert, idOf } from '@wardline/events'
import { calledBy } from '../../drafts/critical-alert.ts'
import { moveTask } from '../../drafts/task.ts'
import { actOf } from '../../platform/act.ts'
import { decideAgain } from '../../platform/decide-again.ts'
import { mustActOnAlert } from '../../platform/permits.ts'
import { Refusal } from '../../platform/refusal.ts'
import type { SignedIn } from '../../platform/signed-in.ts'
import { isAlert, mayAcknowledge } from './policy.ts'

export const acknowledgeAlert = (ctx: SignedIn, asked: AcknowledgeAlert) =>
  decideAgain(async () => {
    const alert = await ctx.resources.read('Task', asked.alertId)
    if (!isAlert(alert)) throw new Refusal('NOT_FOUND')
    const permit = await mustActOnAlert(ctx, idOf(alert.for, 'Patient') ?? '')
    mayAcknowledge(alert)

    const { by, at } = actOf(ctx, permit)
    const acknowledged = moveTask(alert, { status: 'accepted', business: 'acknowledged', at, owner: by })
    const data = { observationId: idOf(alert.focus, 'Observation') ?? '', notify: [...calledBy(alert)], by, at }
    return ctx.record(permit, {
      commandId: asked.commandId,
      asked,
      write: [acknowledged],
      happened: [{ type: 'alert.acknowledged', resource: acknowledged, data }],
    })
  })
