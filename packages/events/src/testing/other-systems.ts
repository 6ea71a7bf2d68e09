import type { Communication, DiagnosticReport, ImagingStudy, MedicationRequest, Observation, ServiceRequest } from 'fhir/r4'
import { noticeKinds } from '../catalog/administration/system.ts'
import * as samples from '../catalog/samples/index.ts'
import { referTo, systems, type WithId } from '../fhir.ts'
import { about, amal, clock, current, nextId, ofPatient, omar, person, recordEvent, type SimulatedStep, yusuf } from './simulated-ward.ts'

/** Events of other systems: imaging, warnings, viewed results, devices. Reports may precede their images. */
export const otherSystemSteps: readonly SimulatedStep[] = [
  function orderImaging(ward, subject) {
    const id = nextId(ward, 'imaging-order')
    const category = [{ coding: [{ system: systems.orderCategory, code: 'imaging' }] }]
    const order = { ...samples.sampleOrder(), id, category, subject: about(subject), authoredOn: clock(ward.events.length) }
    recordEvent(ward, 'radiology.order.created', subject, amal, order, { duplicateReason: null })
  },
  function publishStudy(ward, subject) {
    const known = ward.chance.oneOf(current<ImagingStudy>(ward, 'ImagingStudy', ofPatient(subject)))
    const id = known?.id ?? `study-${subject.patientId}`
    const study: WithId<ImagingStudy> = { ...samples.sampleStudy(), id, subject: about(subject), started: clock(ward.chance.below(20)) }
    if (ward.chance.happens(0.5)) return recordEvent(ward, 'radiology.study.complete', subject, yusuf, study, {})
    const images = Array.from({ length: ward.chance.below(20) }, (_, n) => ({ uid: `1.2.${n}`, sopClass: { code: 'x' } }))
    const series = [{ uid: '1.2', modality: { code: 'CT' }, instance: images }]
    recordEvent(
      ward,
      'radiology.image.uploaded',
      subject,
      yusuf,
      { ...study, numberOfInstances: undefined, series },
      { instanceUid: `1.2.${images.length}` },
    )
  },
  function reportStudy(ward, subject) {
    const order = ward.chance.oneOf(
      current<ServiceRequest>(ward, 'ServiceRequest', (request) => request.id.startsWith('imaging-order') && ofPatient(subject)(request)),
    )
    const finding: WithId<Observation> = {
      resourceType: 'Observation',
      id: nextId(ward, 'finding'),
      status: 'final',
      code: { text: 'Findings' },
      subject: about(subject),
      valueString: 'Lungs clear.',
    }
    const report: WithId<DiagnosticReport> = {
      ...samples.sampleImagingReport(),
      id: `imaging-report-${subject.patientId}-${ward.chance.below(2)}`,
      subject: about(subject),
      imagingStudy: ward.chance.happens(0.8) ? [referTo('ImagingStudy', `study-${subject.patientId}`)] : undefined,
      result: [referTo('Observation', finding.id)],
      status: ward.chance.oneOf(['final', 'amended', 'entered-in-error'] as const),
    }
    const related: WithId[] = order ? [finding, { ...order, status: 'completed' }] : [finding]
    recordEvent(ward, 'radiology.report.finalized', subject, amal, report, { orderId: order?.id ?? null }, related)
  },
  function alertFinding(ward, subject) {
    const report = ward.chance.oneOf(
      current<DiagnosticReport>(
        ward,
        'DiagnosticReport',
        (resource) => resource.id.startsWith('imaging-report') && ofPatient(subject)(resource),
      ),
    )
    if (!report) return
    const task = {
      ...samples.sampleImagingAlert(),
      id: nextId(ward, 'finding-alert'),
      for: about(subject),
      focus: referTo('DiagnosticReport', report.id),
    }
    const studyId = report.imagingStudy ? `study-${subject.patientId}` : null
    const data = { reportId: report.id, studyId, finding: 'Tension pneumothorax', notify: [person(amal)] }
    recordEvent(ward, 'radiology.critical.alert', subject, amal, task, data, [report])
  },
  function warnAboutMedication(ward, subject) {
    const prescriptions = current<MedicationRequest>(ward, 'MedicationRequest', ofPatient(subject))
    const one = ward.chance.oneOf(prescriptions)
    if (!one) return
    const [type, sample] = ward.chance.oneOf([
      ['pharmacy.interaction.alert', samples.sampleInteraction()],
      ['pharmacy.allergy.contraindication', samples.sampleContraindication()],
      ['pharmacy.dose.alert', samples.sampleDoseIssue()],
    ] as const)
    const implicated = [one, ward.chance.oneOf(prescriptions) ?? one].map(({ id }) => referTo('MedicationRequest', id, 'ceftriaxone'))
    const issue = { ...sample, id: `issue-${subject.patientId}-${ward.chance.below(3)}`, patient: about(subject), implicated }
    const status = ward.chance.happens(0.2) ? ('cancelled' as const) : ('final' as const)
    recordEvent(ward, type, subject, omar, { ...issue, status }, { source: null })
  },
  function viewResult(ward, subject) {
    const report = ward.chance.oneOf(
      current<DiagnosticReport>(ward, 'DiagnosticReport', (resource) => resource.id.startsWith('result') && ofPatient(subject)(resource)),
    )
    if (!report) return
    const observationIds = (report.result ?? []).flatMap(({ reference }) => reference?.split('/')[1] ?? [])
    const by = person(ward.chance.oneOf([amal, omar]))
    const data = { reportId: report.id, observationIds, by, at: clock(ward.events.length) }
    recordEvent(ward, 'lab.result.viewed', subject, amal, { ...samples.sampleAudit(), id: nextId(ward, 'viewing') }, data)
  },
  function systemNotice(ward) {
    const kind = ward.chance.oneOf(noticeKinds)
    const notice = { ...samples.sampleSystemNotice(), id: `notice-${kind}` }
    const isRaised =
      current<Communication>(ward, 'Communication', ({ id, status }) => id === notice.id && status === 'in-progress').length > 0
    if (isRaised) recordEvent(ward, 'system.notice.cleared', null, yusuf, { ...notice, status: 'completed' }, { kind, count: 3 })
    else recordEvent(ward, 'system.notice.raised', null, yusuf, notice, { kind, count: 101 + ward.chance.below(20) })
  },
  function deviceEvent(ward, subject) {
    const [connected, alert] = [samples.sampleDevice(), samples.sampleDeviceAlert()]
    if (ward.chance.happens(0.5))
      return recordEvent(ward, 'device.connected', subject, yusuf, { ...connected, patient: about(subject) }, { unitId: null })
    const id = nextId(ward, 'device-alert')
    const priority = ward.chance.oneOf(['stat', 'urgent', 'routine'] as const)
    const task = { ...samples.sampleAlarmTask(), id: `${id}-task`, for: about(subject), focus: referTo('Communication', id), priority }
    const data = { deviceId: 'dv-1', notify: priority === 'stat' ? [person(amal)] : [] }
    const related = priority === 'routine' ? [] : [task]
    recordEvent(ward, 'device.alert.triggered', subject, yusuf, { ...alert, id, priority, subject: about(subject) }, data, related)
  },
]
