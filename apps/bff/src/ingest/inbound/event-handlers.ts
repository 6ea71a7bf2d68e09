import {
  flagFor,
  idOf,
  isCritical,
  loincOf,
  type Person,
  referTo,
  reportedDigits,
  reportedIn,
  reportedNumber,
  type Stored,
  type WithId,
} from '@wardline/events'
import type { Communication, DetectedIssue, DiagnosticReport, MedicationRequest, Observation, ServiceRequest } from 'fhir/r4'
import type { CommandContext } from '../../commands/command-context.ts'
import { treating } from '../../fhir-builders/encounter.ts'
import { orderAfterReport, ordererOf, tasksAfterReport } from '../../fhir-builders/orders/fulfilment.ts'
import { buildTask, taskCodes } from '../../fhir-builders/orders/task.ts'
import { buildCriticalAlert } from '../../fhir-builders/results/critical-alert.ts'
import { buildCriticalFinding } from '../../fhir-builders/results/critical-finding.ts'
import { buildDeviceAlarm, isHighPriority, requiresAction } from '../../fhir-builders/results/device-alarm.ts'
import { searchColumnsOf } from '../../record/search-columns.ts'
import { interpretationOf } from '../../reference-data/laboratory/flags.ts'
import { type Critical, criticalIn, thresholdFor } from '../../reference-data/laboratory/thresholds.ts'
import { type InboundChange, type InboundContext, unchanged } from './inbound-context.ts'
import { Rejected } from './rejection.ts'

const isObservation = (resource: WithId): resource is WithId<Observation> => resource.resourceType === 'Observation'

/** Limit text when the sender flagged the value as critical by its own limit. */
const REPORTED = 'reported as critical'

/** Returns the critical limit a value exceeds, by this hospital's limits or by the sender's flag. */
function criticalOf(observation: Observation, { subject, at }: CommandContext): Critical | null {
  const digits = reportedDigits(observation.valueQuantity)
  const ucum = observation.valueQuantity?.code ?? observation.valueQuantity?.unit ?? ''
  const measuredAt = observation.effectiveDateTime ?? observation.issued ?? at
  const exceeded =
    digits === null ? null : criticalIn(reportedNumber(digits), thresholdFor(loincOf(observation), ucum, subject, measuredAt))
  if (exceeded) return exceeded
  const { flag } = reportedIn(observation)
  return flag !== null && isCritical(flag) ? { flag: flag as Critical['flag'], limit: REPORTED } : null
}

/** Sets the flag of an unflagged value from its reference range and this hospital's critical limits (FLG-5, LAB-6). */
function withFlag(observation: WithId<Observation>, critical: Critical | null): WithId<Observation> {
  const { flag, range } = reportedIn(observation)
  const digits = reportedDigits(observation.valueQuantity)
  if (digits === null || (flag !== null && !(critical && !isCritical(flag)))) return observation
  const computed = flagFor(reportedNumber(digits), range, critical?.flag ?? null)
  return computed ? { ...observation, interpretation: [interpretationOf(computed)] } : observation
}

/** Whether the value is new or changed; an unchanged value raises no second alert. */
const isChanged = ({ recordedVersion }: InboundContext, observation: Observation): boolean => {
  const known = recordedVersion(observation)
  return !(known && isObservation(known)) || reportedIn(known).value !== reportedIn(observation).value
}

async function treatingStaffOf({ resources, command }: InboundContext): Promise<readonly Person[]> {
  return treating(await resources.find('Encounter', { patientId: command.subject.patientId, status: ['in-progress'] }))
}

/** Returns the observations with flags and the critical alerts they raise. */
async function interpretResults(context: InboundContext, observations: readonly WithId<Observation>[], notify: readonly Person[]) {
  const { command, newId } = context
  const all = observations.map((observation) => {
    const critical = criticalOf(observation, command)
    return { observation: withFlag(observation, critical), critical }
  })
  const alerting = all.filter(({ observation, critical }) => critical !== null && isChanged(context, observation))
  const recipients = alerting.length === 0 || notify.length > 0 ? notify : await treatingStaffOf(context)
  const alerts = alerting.flatMap(({ observation, critical }) =>
    critical ? [buildCriticalAlert({ ...command, alertId: newId(), observation, critical, notify: recipients, previous: null })] : [],
  )
  return { observations: all.map(({ observation }) => observation), alerts }
}

async function orderOf({ details, resources, command }: InboundContext, report: DiagnosticReport): Promise<Stored<ServiceRequest> | null> {
  const orderId = (details.orderId as string | null | undefined) ?? idOf(report.basedOn?.[0], 'ServiceRequest')
  const order = orderId ? await resources.read('ServiceRequest', orderId) : null
  if (order && searchColumnsOf(order).patient !== command.subject.patientId)
    throw new Rejected('another-patients', 'the order of the report belongs to another patient')
  return order
}

const statusOf = ({ status }: DiagnosticReport) =>
  status === 'final' || status === 'amended' || status === 'corrected' ? 'final' : 'preliminary'

async function resultAvailable(context: InboundContext): Promise<InboundChange> {
  const { event, command, related, resources, details } = context
  const report = context.resource as WithId<DiagnosticReport>
  const order = await orderOf(context, report)
  const activeOrder = order?.status === 'active' ? order : null
  const about = `ServiceRequest/${activeOrder?.id}`
  const [task = null] = activeOrder ? await resources.find('Task', { about, codes: [taskCodes.fulfilOrder], limit: 1 }) : []
  const status = statusOf(report)
  const tasks = tasksAfterReport(task, status, command)
  const orders = activeOrder ? [orderAfterReport(activeOrder, status)] : []
  const { observations, alerts } = await interpretResults(context, related.filter(isObservation), ordererOf(order))
  const others = related.filter((resource) => !isObservation(resource))
  return {
    resources: [report, ...observations, ...others, ...(status === 'final' ? orders : []), ...tasks, ...alerts.map(({ task }) => task)],
    events: [
      {
        type: 'lab.result.available',
        resource: report,
        related: [...observations, ...others, ...orders, ...tasks],
        data: { ...(details as { orderId: string | null }), orderId: order?.id ?? null },
        occurredAt: new Date(event.timestamp).toISOString(),
      },
      ...alerts.map(({ event: happening }) => ({ ...happening, occurredAt: command.at })),
    ],
  }
}

async function criticalValue(context: InboundContext): Promise<InboundChange> {
  const observation = context.resource as WithId<Observation>
  const orderId = idOf(observation.basedOn?.[0], 'ServiceRequest')
  const order = orderId ? await context.resources.read('ServiceRequest', orderId) : null
  const critical = criticalOf(observation, context.command) ?? { flag: 'AA' as const, limit: REPORTED }
  const flaggedObservation = withFlag(observation, critical)
  if (!isChanged(context, flaggedObservation) && (await hasAlert(context, flaggedObservation))) return { resources: [], events: [] }
  const orderers = ordererOf(order)
  const notify = orderers.length > 0 ? orderers : await treatingStaffOf(context)
  const alert = buildCriticalAlert({
    ...context.command,
    alertId: context.newId(),
    observation: flaggedObservation,
    critical,
    notify,
    previous: null,
  })
  return { resources: [flaggedObservation, alert.task], events: [alert.event] }
}

const hasAlert = async ({ resources }: InboundContext, { resourceType, id }: WithId): Promise<boolean> =>
  (await resources.find('Task', { about: `${resourceType}/${id}`, codes: [taskCodes.criticalResult, taskCodes.deviceAlarm], limit: 1 }))
    .length > 0

async function criticalFinding(context: InboundContext): Promise<InboundChange> {
  const report = context.resource as WithId<DiagnosticReport>
  if (await hasAlert(context, report)) return { resources: [], events: [] }
  const orderers = ordererOf(await orderOf(context, report))
  const notify = orderers.length > 0 ? orderers : await treatingStaffOf(context)
  const finding = (context.details.finding as string | undefined) ?? report.conclusion ?? ''
  const alert = buildCriticalFinding({ ...context.command, alertId: context.newId(), report, finding, notify })
  return { resources: [report, ...context.related, alert.task], events: [alert.event] }
}

/** Raises an alert for an alarm that needs action; a repeated message about the same alarm raises none. */
async function deviceAlarm(context: InboundContext): Promise<InboundChange> {
  const alarm = context.resource as WithId<Communication>
  const { command, event, details } = context
  // This hospital decides on the recipients, not the sender.
  const withoutRecipients = { ...context, details: { ...details, notify: [] } }
  if (!event.patientId && !event.patientMRN) return unchanged(withoutRecipients)
  if (!requiresAction(alarm) || (await hasAlert(context, alarm))) return unchanged(withoutRecipients)
  const notify = isHighPriority(alarm) ? await treatingStaffOf(context) : []
  const { task, event: happening } = buildDeviceAlarm({ ...command, alertId: context.newId(), alarm, notify })
  const data = { ...happening.data, deviceId: (details.deviceId as string | undefined) ?? happening.data.deviceId }
  return { resources: [alarm, task], events: [{ ...happening, data, occurredAt: new Date(event.timestamp).toISOString() }] }
}

async function vitalsRecorded(context: InboundContext): Promise<InboundChange> {
  const reported = [context.resource, ...context.related].filter(isObservation)
  const { observations, alerts } = await interpretResults(context, reported, [])
  const [first, ...others] = observations
  if (!first) return { resources: [], events: [] }
  const occurredAt = first.effectiveDateTime
    ? new Date(first.effectiveDateTime).toISOString()
    : new Date(context.event.timestamp).toISOString()
  return {
    resources: [first, ...others, ...alerts.map(({ task }) => task)],
    events: [
      { type: 'encounter.vitals.recorded', resource: first, related: others, data: {}, occurredAt },
      ...alerts.map(({ event: happening }) => ({ ...happening, occurredAt: context.command.at })),
    ],
  }
}

/** Adds a verification Task: a prescription of another system is verified by this hospital's pharmacist (ux 5.3). */
function prescriptionReceived(context: InboundContext): InboundChange {
  const request = context.resource as WithId<MedicationRequest>
  const isOpen = request.status === 'active' && context.recordedVersion(request) === null
  const priority = request.priority ?? 'routine'
  const tasks = isOpen
    ? [
        buildTask({
          ...context.command,
          id: context.newId(),
          code: taskCodes.verifyPrescription,
          focus: referTo('MedicationRequest', request.id),
          business: 'unverified',
          priority,
        }),
      ]
    : []
  return unchanged({ ...context, related: [...context.related, ...tasks] })
}

/** A warning requires the prescriptions it refers to; it is retried until one of them is on record. */
async function medicationWarning(context: InboundContext): Promise<InboundChange> {
  const { implicated = [] } = context.resource as DetectedIssue
  const ids = implicated.flatMap((reference) => idOf(reference, 'MedicationRequest') ?? [])
  const known = await Promise.all(ids.map((id) => context.resources.read('MedicationRequest', id)))
  if (ids.length > 0 && !known.some(Boolean))
    throw new Rejected('unknown-medicine', 'none of the prescriptions of the warning is on record', { isRetryable: true })
  return unchanged(context)
}

/** Returns the changes a message causes: flags, completed orders, alerts and tasks. */
export async function handleEvent(context: InboundContext): Promise<InboundChange> {
  switch (context.event.eventType) {
    case 'lab.result.available':
      return resultAvailable(context)
    case 'lab.critical.alert':
      return criticalValue(context)
    case 'radiology.critical.alert':
      return criticalFinding(context)
    case 'device.alert.triggered':
      return deviceAlarm(context)
    case 'encounter.vitals.recorded':
      return vitalsRecorded(context)
    case 'pharmacy.interaction.alert':
    case 'pharmacy.allergy.contraindication':
    case 'pharmacy.dose.alert':
      return medicationWarning(context)
    case 'pharmacy.medication.prescribed':
      return prescriptionReceived(context)
    default:
      return unchanged(context)
  }
}
