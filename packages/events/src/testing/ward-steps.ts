import type { MedicationRequest, Observation, ServiceRequest, Task } from 'fhir/r4'
import { categoryOf } from '../catalog/orders.ts'
import * as samples from '../catalog/samples/index.ts'
import type { Subject } from '../envelope.ts'
import { extensions, referTo, type Stored, systems, type WithId } from '../fhir.ts'
import {
  about,
  amal,
  clock,
  current,
  huda,
  nextId,
  ofPatient,
  omar,
  person,
  recordEvent,
  type SimulatedStep,
  type SimulatedWard,
  yusuf,
} from './simulated-ward.ts'

const order = (ward: SimulatedWard, subject: Subject) =>
  ward.chance.oneOf(
    current<ServiceRequest>(
      ward,
      'ServiceRequest',
      (resource) => resource.status === 'active' && categoryOf(resource) === 'laboratory' && ofPatient(subject)(resource),
    ),
  )
const prescription = (ward: SimulatedWard, subject: Subject) =>
  ward.chance.oneOf(
    current<MedicationRequest>(ward, 'MedicationRequest', (resource) => resource.status === 'active' && ofPatient(subject)(resource)),
  )

/** Actions of the ward's staff. */
export const wardSteps: readonly SimulatedStep[] = [
  function placeOrder(ward, subject) {
    const id = nextId(ward, 'order')
    const priority = ward.chance.oneOf(['routine', 'urgent', 'asap', 'stat'] as const)
    const task = { ...samples.sampleFulfilment(), id: `${id}-task`, focus: referTo('ServiceRequest', id), for: about(subject) }
    recordEvent(
      ward,
      'lab.order.created',
      subject,
      amal,
      { ...samples.sampleOrder(), id, priority, subject: about(subject), authoredOn: clock(ward.events.length) },
      { duplicateReason: null },
      [task],
    )
  },
  function advanceOrder(ward, subject) {
    const placed = order(ward, subject)
    if (!placed) return
    const step = ward.chance.oneOf(['specimen-collected', 'specimen-received', 'in-analysis'] as const)
    const task = ward.resources.get(`Task/${placed.id}-task`) as Stored<Task>
    recordEvent(ward, 'order.updated', subject, huda, placed, { changed: [] }, [
      { ...task, status: 'in-progress', businessStatus: { coding: [{ system: systems.businessStatus, code: step }] } },
    ])
  },
  function amendOrder(ward, subject) {
    const placed = order(ward, subject)
    if (placed) recordEvent(ward, 'order.updated', subject, amal, { ...placed, priority: 'stat' }, { changed: ['priority'] })
  },
  function cancelOrder(ward, subject) {
    const placed = order(ward, subject)
    if (placed) recordEvent(ward, 'order.cancelled', subject, amal, { ...placed, status: 'revoked' }, { reason: 'No longer needed' })
  },
  function releaseResult(ward, subject) {
    const placed = order(ward, subject)
    if (!placed) return
    const id = nextId(ward, 'result')
    const value = 3 + Math.round(ward.chance.next() * 45) / 10
    const critical = value >= 6.5
    const observation: WithId<Observation> = {
      ...samples.sampleObservation(),
      id,
      subject: about(subject),
      basedOn: [referTo('ServiceRequest', placed.id)],
      effectiveDateTime: clock(ward.chance.below(ward.events.length + 1)),
      valueQuantity: { value, unit: 'mmol/L' },
      interpretation: [{ coding: [{ system: systems.interpretation, code: critical ? 'HH' : 'N' }] }],
      ...(ward.chance.happens(0.3) ? { extension: [{ url: extensions.confirmedCheck, valueCode: 'delta' }] } : {}),
      ...(ward.chance.happens(0.3) ? { note: [{ text: 'Haemolysed' }] } : {}),
    }
    const report = { ...samples.sampleReport(), id: `${id}-report`, subject: about(subject), result: [referTo('Observation', id)] }
    recordEvent(ward, 'lab.result.available', subject, yusuf, report, { orderId: placed.id }, [
      observation,
      { ...placed, status: 'completed' },
    ])
    if (!critical) return
    const alert: WithId<Task> = {
      ...samples.sampleAlert(),
      id: `${id}-alert`,
      for: about(subject),
      basedOn: [referTo('ServiceRequest', placed.id)],
      focus: referTo('Observation', id),
    }
    const data = { observationId: id, notify: [person(amal)], limit: '≥ 6.5 mmol/L', thresholds: 'test 1', previous: null }
    recordEvent(ward, 'lab.critical.alert', subject, yusuf, alert, data, [observation])
  },
  function acknowledge(ward, subject) {
    const alert = ward.chance.oneOf(
      current<Task>(
        ward,
        'Task',
        (task) => ['critical-result', 'device-alarm'].includes(task.code?.coding?.[0]?.code ?? '') && ofPatient(subject)(task),
      ),
    )
    if (!alert) return
    const data = {
      observationId: alert.focus?.reference?.split('/')[1] ?? '',
      notify: [person(amal)],
      by: person(amal),
      at: clock(ward.events.length),
    }
    recordEvent(ward, 'alert.acknowledged', subject, amal, { ...alert, status: 'accepted' }, data)
  },
  function review(ward, subject) {
    const observation = ward.chance.oneOf(
      current<Observation>(ward, 'Observation', (resource) => resource.basedOn !== undefined && ofPatient(subject)(resource)),
    )
    if (!observation) return
    const reviewed = [{ observationId: observation.id, versionId: ward.chance.happens(0.8) ? observation.meta.versionId : '0' }]
    const n = ward.events.length
    recordEvent(ward, 'lab.result.reviewed', subject, amal, observation, { by: person(amal), at: clock(n), reviewed })
  },
  function recordVitals(ward, subject) {
    const id = nextId(ward, 'vital')
    const second = {
      ...samples.sampleVital(),
      id: `${id}-b`,
      subject: about(subject),
      code: { coding: [{ system: systems.loinc, code: '8310-5' }], text: 'Temperature' },
    }
    recordEvent(
      ward,
      'encounter.vitals.recorded',
      subject,
      huda,
      { ...samples.sampleVital(), id, subject: about(subject), effectiveDateTime: clock(ward.events.length) },
      {},
      [second],
    )
  },
  function prescribe(ward, subject) {
    const id = nextId(ward, 'rx')
    const task = { ...samples.sampleVerification(), id: `${id}-task`, focus: referTo('MedicationRequest', id), for: about(subject) }
    const priority = ward.chance.oneOf(['routine', 'urgent', 'stat'] as const)
    const review =
      ward.events.length % 3 === 0 ? { extension: [{ url: extensions.reviewBy, valueDateTime: clock(ward.events.length + 60) }] } : {}
    recordEvent(
      ward,
      'pharmacy.medication.prescribed',
      subject,
      amal,
      { ...samples.samplePrescription(), ...review, id, priority, subject: about(subject), authoredOn: clock(ward.events.length) },
      { duplicateReason: null },
      [task],
    )
  },
  function processPrescription(ward, subject) {
    const request = prescription(ward, subject)
    const task = request && (ward.resources.get(`Task/${request.id}-task`) as Stored<Task> | undefined)
    if (!request || !task) return
    const step = { prescriptionId: request.id, by: person(omar), at: clock(ward.events.length) }
    const dispense = { ...samples.sampleDispense(), id: `${request.id}-dispense`, subject: about(subject) }
    ward.chance.oneOf([
      () =>
        recordEvent(
          ward,
          'pharmacy.prescription.claimed',
          subject,
          omar,
          { ...task, status: 'accepted' },
          { ...step, leaseUntil: clock(ward.events.length + 5), takenOverFrom: null },
        ),
      () => recordEvent(ward, 'pharmacy.prescription.released', subject, omar, { ...task, status: 'requested' }, step),
      () => recordEvent(ward, 'pharmacy.prescription.verified', subject, omar, { ...task, status: 'completed' }, step),
      () => recordEvent(ward, 'pharmacy.medication.prepared', subject, omar, { ...dispense, status: 'in-progress' }, step),
      () => recordEvent(ward, 'pharmacy.medication.dispensed', subject, omar, dispense, { ...step, quantity: { value: 5, unit: 'vial' } }),
    ])()
  },
  function stopMedication(ward, subject) {
    const request = prescription(ward, subject)
    if (!request) return
    const data = {
      prescriptionId: request.id,
      by: person(amal),
      at: clock(ward.events.length),
      reason: 'Adverse reaction',
      interrupted: null,
    }
    recordEvent(ward, 'pharmacy.medication.discontinued', subject, amal, { ...request, status: 'stopped' }, data)
  },
  function allergy(ward, subject) {
    const known = ward.chance.oneOf(
      current(
        ward,
        'AllergyIntolerance',
        (resource) => (resource as { patient?: { reference?: string } }).patient?.reference === `Patient/${subject.patientId}`,
      ),
    )
    if (known && ward.chance.happens(0.5)) {
      const resolved = { ...known, clinicalStatus: { coding: [{ system: systems.allergyClinical, code: 'resolved' }] } } as WithId
      return recordEvent(ward, 'patient.allergy.removed', subject, amal, resolved, { reason: 'Entered in error' })
    }
    recordEvent(
      ward,
      'patient.allergy.added',
      subject,
      amal,
      { ...samples.sampleAllergy(), id: nextId(ward, 'allergy'), patient: about(subject) },
      {},
    )
  },
  function problem(ward, subject) {
    recordEvent(
      ward,
      'diagnosis.added',
      subject,
      amal,
      { ...samples.sampleCondition(), id: nextId(ward, 'problem'), subject: about(subject) },
      {},
    )
  },
  function transfer(ward, subject) {
    const encounter = ward.resources.get(`Encounter/${subject.patientId}-encounter`)
    if (!encounter) return
    const unitId = ward.chance.oneOf(['ward-3', 'ward-5']) as Subject['unitId']
    const transferred: Subject = { ...subject, unitId, unitName: unitId, bed: `Bed ${ward.chance.below(20)}` }
    ward.subjects[ward.subjects.indexOf(subject)] = transferred
    const moved = {
      ...encounter,
      location: [
        { location: referTo('Location', unitId, unitId) },
        { location: { display: transferred.bed }, physicalType: { coding: [{ code: 'bd' }] } },
      ],
    }
    recordEvent(ward, 'encounter.updated', transferred, huda, moved as WithId, { fromUnitId: subject.unitId })
  },
  function importResult(ward, subject) {
    const observation: WithId<Observation> = {
      ...samples.sampleObservation(),
      id: nextId(ward, 'imported'),
      subject: about(subject),
      basedOn: undefined,
      effectiveDateTime: clock(0),
    }
    recordEvent(ward, 'fhir.resource.created', subject, amal, observation, { origin: 'import' })
  },
]
