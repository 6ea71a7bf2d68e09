import { flagFor, idOf, isCritical, loincOf, type Person, referTo, reportedDigits, reportedIn, reportedNumber } from '@wardline/events'
import type { Communication, DetectedIssue, DiagnosticReport, FhirResource, MedicationRequest, Observation, ServiceRequest } from 'fhir/r4'
import type { CommandContext } from '../../commands/command-context.ts'
import { treating } from '../../fhir-builders/encounter.ts'
import { fulfilled, ordererOf, resulted } from '../../fhir-builders/orders/fulfilment.ts'
import { buildTask, taskCodes } from '../../fhir-builders/orders/task.ts'
import { draftCriticalAlert } from '../../fhir-builders/results/critical-alert.ts'
import { buildCriticalFinding } from '../../fhir-builders/results/critical-finding.ts'
import { buildDeviceAlarm, isHighPriority, requiresAction } from '../../fhir-builders/results/device-alarm.ts'
import { searchColumnsOf } from '../../record/search-columns.ts'
import { interpretationOf } from '../../reference-data/laboratory/flags.ts'
import { type Critical, criticalIn, thresholdFor } from '../../reference-data/laboratory/thresholds.ts'
import { asItStands, type Consequences, type Reading } from './inbound-context.ts'
import { Rejected } from './rejection.ts'

const isObservation = (resource: FhirResource): resource is Observation => resource.resourceType === 'Observation'

/** Limit text when the sender flagged the value as critical by its own limit. */
const REPORTED = 'reported as critical'

/** Returns the critical limit a value exceeds, by this hospital's limits or by the sender's flag. */
function criticalOf(observation: Observation, { subject, at }: CommandContext): Critical | null {
  const digits = reportedDigits(observation.valueQuantity)
  const ucum = observation.valueQuantity?.code ?? observation.valueQuantity?.unit ?? ''
  const measuredAt = observation.effectiveDateTime ?? observation.issued ?? at
  const passed = digits === null ? null : criticalIn(reportedNumber(digits), thresholdFor(loincOf(observation), ucum, subject, measuredAt))
  if (passed) return passed
  const { flag } = reportedIn(observation)
  return flag !== null && isCritical(flag) ? { flag: flag as Critical['flag'], limit: REPORTED } : null
}

/** Sets the flag of an unflagged value from its reference range and this hospital's critical limits (FLG-5, LAB-6). */
function flagged(observation: Observation, critical: Critical | null): Observation {
  const { flag, range } = reportedIn(observation)
  const digits = reportedDigits(observation.valueQuantity)
  if (digits === null || (flag !== null && !(critical && !isCritical(flag)))) return observation
  const computed = flagFor(reportedNumber(digits), range, critical?.flag ?? null)
  return computed ? { ...observation, interpretation: [interpretationOf(computed)] } : observation
}

/** Whether the value is new or changed; an unchanged value raises no second alert. */
const isNews = ({ before }: Reading, observation: Observation): boolean => {
  const known = before(observation)
  return !(known && isObservation(known)) || reportedIn(known).value !== reportedIn(observation).value
}

async function peopleTreating({ resources, act }: Reading): Promise<readonly Person[]> {
  return treating(await resources.find('Encounter', { patientId: act.subject.patientId, status: ['in-progress'] }))
}

/** Returns the observations with flags and the critical alerts they raise. */
async function judged(reading: Reading, observations: readonly Observation[], notify: readonly Person[]) {
  const { act, newId } = reading
  const all = observations.map((observation) => {
    const critical = criticalOf(observation, act)
    return { observation: flagged(observation, critical), critical }
  })
  const called = all.filter(({ observation, critical }) => critical !== null && isNews(reading, observation))
  const whom = called.length === 0 || notify.length > 0 ? notify : await peopleTreating(reading)
  const alerts = called.flatMap(({ observation, critical }) =>
    critical ? [draftCriticalAlert({ ...act, alertId: newId(), observation, critical, notify: whom, previous: null })] : [],
  )
  return { observations: all.map(({ observation }) => observation), alerts }
}

async function orderNamed({ details, resources, act }: Reading, report: DiagnosticReport): Promise<ServiceRequest | null> {
  const orderId = (details.orderId as string | null | undefined) ?? idOf(report.basedOn?.[0], 'ServiceRequest')
  const order = orderId ? await resources.read('ServiceRequest', orderId) : null
  if (order && searchColumnsOf(order).patient !== act.subject.patientId)
    throw new Rejected('another-patients', 'the order of the report belongs to another patient')
  return order
}

const statusOf = ({ status }: DiagnosticReport) =>
  status === 'final' || status === 'amended' || status === 'corrected' ? 'final' : 'preliminary'

async function resultAvailable(reading: Reading): Promise<Consequences> {
  const { event, act, related, resources, details } = reading
  const report = reading.resource as DiagnosticReport
  const order = await orderNamed(reading, report)
  const standing = order?.status === 'active' ? order : null
  const about = `ServiceRequest/${standing?.id}`
  const [task = null] = standing ? await resources.find('Task', { about, codes: [taskCodes.fulfilOrder], limit: 1 }) : []
  const status = statusOf(report)
  const tasks = resulted(task, status, act)
  const orders = standing ? [fulfilled(standing, status)] : []
  const { observations, alerts } = await judged(reading, related.filter(isObservation), ordererOf(order))
  const others = related.filter((resource) => !isObservation(resource))
  return {
    write: [report, ...observations, ...others, ...(status === 'final' ? orders : []), ...tasks, ...alerts.map(({ task }) => task)],
    happened: [
      {
        type: 'lab.result.available',
        resource: report,
        related: [...observations, ...others, ...orders, ...tasks],
        data: { ...(details as { orderId: string | null }), orderId: order?.id ?? null },
        occurredAt: new Date(event.timestamp).toISOString(),
      },
      ...alerts.map(({ happening }) => ({ ...happening, occurredAt: act.at })),
    ],
  }
}

async function criticalValue(reading: Reading): Promise<Consequences> {
  const observation = reading.resource as Observation
  const orderId = idOf(observation.basedOn?.[0], 'ServiceRequest')
  const order = orderId ? await reading.resources.read('ServiceRequest', orderId) : null
  const critical = criticalOf(observation, reading.act) ?? { flag: 'AA' as const, limit: REPORTED }
  const seen = flagged(observation, critical)
  if (!isNews(reading, seen) && (await alertStands(reading, seen))) return { write: [], happened: [] }
  const ordered = ordererOf(order)
  const notify = ordered.length > 0 ? ordered : await peopleTreating(reading)
  const alert = draftCriticalAlert({ ...reading.act, alertId: reading.newId(), observation: seen, critical, notify, previous: null })
  return { write: [seen, alert.task], happened: [alert.happening] }
}

const alertStands = async ({ resources }: Reading, { resourceType, id }: FhirResource): Promise<boolean> =>
  (await resources.find('Task', { about: `${resourceType}/${id}`, codes: [taskCodes.criticalResult, taskCodes.deviceAlarm], limit: 1 }))
    .length > 0

async function criticalFinding(reading: Reading): Promise<Consequences> {
  const report = reading.resource as DiagnosticReport
  if (await alertStands(reading, report)) return { write: [], happened: [] }
  const ordered = ordererOf(await orderNamed(reading, report))
  const notify = ordered.length > 0 ? ordered : await peopleTreating(reading)
  const finding = (reading.details.finding as string | undefined) ?? report.conclusion ?? ''
  const alert = buildCriticalFinding({ ...reading.act, alertId: reading.newId(), report, finding, notify })
  return { write: [report, ...reading.related, alert.task], happened: [alert.happening] }
}

/** Raises an alert for an alarm that needs action; a repeated message about the same alarm raises none. */
async function deviceAlarm(reading: Reading): Promise<Consequences> {
  const alarm = reading.resource as Communication
  const { act, event, details } = reading
  // This hospital decides on the recipients, not the sender.
  const told = { ...reading, details: { ...details, notify: [] } }
  if (!event.patientId && !event.patientMRN) return asItStands(told)
  if (!requiresAction(alarm) || (await alertStands(reading, alarm))) return asItStands(told)
  const notify = isHighPriority(alarm) ? await peopleTreating(reading) : []
  const { task, happening } = buildDeviceAlarm({ ...act, alertId: reading.newId(), alarm, notify })
  const data = { ...happening.data, deviceId: (details.deviceId as string | undefined) ?? happening.data.deviceId }
  return { write: [alarm, task], happened: [{ ...happening, data, occurredAt: new Date(event.timestamp).toISOString() }] }
}

async function vitalsRecorded(reading: Reading): Promise<Consequences> {
  const told = [reading.resource, ...reading.related].filter(isObservation)
  const { observations, alerts } = await judged(reading, told, [])
  const [first, ...others] = observations
  if (!first) return { write: [], happened: [] }
  const occurredAt = first.effectiveDateTime
    ? new Date(first.effectiveDateTime).toISOString()
    : new Date(reading.event.timestamp).toISOString()
  return {
    write: [first, ...others, ...alerts.map(({ task }) => task)],
    happened: [
      { type: 'encounter.vitals.recorded', resource: first, related: others, data: {}, occurredAt },
      ...alerts.map(({ happening }) => ({ ...happening, occurredAt: reading.act.at })),
    ],
  }
}

/** Adds a verification Task: a prescription of another system is verified by this hospital's pharmacist (ux 5.3). */
function prescribed(reading: Reading): Consequences {
  const request = reading.resource as MedicationRequest
  const isOpen = request.status === 'active' && reading.before(request) === null
  const priority = request.priority ?? 'routine'
  const tasks = isOpen
    ? [
        buildTask({
          ...reading.act,
          id: reading.newId(),
          code: taskCodes.verifyPrescription,
          focus: referTo('MedicationRequest', request.id ?? ''),
          business: 'unverified',
          priority,
        }),
      ]
    : []
  return asItStands({ ...reading, related: [...reading.related, ...tasks] })
}

/** A warning requires the prescriptions it refers to; it is retried until one of them is on record. */
async function warned(reading: Reading): Promise<Consequences> {
  const { implicated = [] } = reading.resource as DetectedIssue
  const ids = implicated.flatMap((reference) => idOf(reference, 'MedicationRequest') ?? [])
  const known = await Promise.all(ids.map((id) => reading.resources.read('MedicationRequest', id)))
  if (ids.length > 0 && !known.some(Boolean))
    throw new Rejected('unknown-medicine', 'none of the prescriptions of the warning is on record', { mayCome: true })
  return asItStands(reading)
}

/** Returns the changes a message causes: flags, completed orders, alerts and tasks. */
export async function consequencesOf(reading: Reading): Promise<Consequences> {
  switch (reading.event.eventType) {
    case 'lab.result.available':
      return resultAvailable(reading)
    case 'lab.critical.alert':
      return criticalValue(reading)
    case 'radiology.critical.alert':
      return criticalFinding(reading)
    case 'device.alert.triggered':
      return deviceAlarm(reading)
    case 'encounter.vitals.recorded':
      return vitalsRecorded(reading)
    case 'pharmacy.interaction.alert':
    case 'pharmacy.allergy.contraindication':
    case 'pharmacy.dose.alert':
      return warned(reading)
    case 'pharmacy.medication.prescribed':
      return prescribed(reading)
    default:
      return asItStands(reading)
  }
}
