import { type CommandId, referTo, type Subject, staff } from '@wardline/events'
import { samples } from '@wardline/events/testing'
import type { AuthenticatedContext } from '../../commands/authenticated-context.ts'
import { newId } from '../../commands/ids.ts'
import { mustTreat } from '../../commands/permits.ts'

const about = ({ patientId }: Subject) => ({ id: newId(), meta: undefined, subject: referTo('Patient', patientId) })

/** Records a report on an order of this user. */
export async function recordResult(by: AuthenticatedContext, patient: Subject): Promise<{ reportId: string }> {
  const order = { ...samples.sampleOrder(), ...about(patient), requester: staff(by.actor) }
  const report = { ...samples.sampleReport(), ...about(patient), basedOn: [referTo('ServiceRequest', order.id)], result: [] }
  await by.record(await mustTreat(by, patient.patientId), {
    commandId: newId() as CommandId,
    input: null,
    resources: [order, report],
    events: [{ type: 'lab.result.available', resource: report, related: [order], data: { orderId: order.id } }],
  })
  return { reportId: report.id }
}

/** Records a critical value of which Dr Amal Hassan is notified. */
export async function recordCritical(by: AuthenticatedContext, patient: Subject): Promise<{ alertId: string }> {
  const observation = { ...samples.sampleObservation(), ...about(patient) }
  const alert = { ...samples.sampleAlert(), id: newId(), meta: undefined, for: observation.subject }
  await by.record(await mustTreat(by, patient.patientId), {
    commandId: newId() as CommandId,
    input: null,
    resources: [observation, alert],
    events: [
      {
        type: 'lab.critical.alert',
        resource: alert,
        related: [observation],
        data: {
          observationId: observation.id,
          notify: [{ userId: 'u-amal', name: 'Dr Amal Hassan' }],
          limit: '≥ 6.5',
          thresholds: 'test',
          previous: null,
        },
      },
    ],
  })
  return { alertId: alert.id }
}
