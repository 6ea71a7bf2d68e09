import type { DiagnosticReport } from 'fhir/r4'
import { describe, expect, it } from 'vitest'
import type { ClinicalEvent } from '../catalog/index.ts'
import type { Room } from '../ids.ts'
import { anEvent, samples, WardLog } from '../testing/index.ts'
import { alertsView } from './alerts/alerts.ts'
import type { View, ViewRow } from './framework/define-view.ts'
import { medicationsView, pharmacyQueueView } from './medications/medications.ts'
import { imagingView } from './orders/imaging.ts'
import { ordersView } from './orders/orders.ts'
import { resultsView } from './results/results.ts'

const patient = 'patient:p-jane' as Room
const after = <Row extends ViewRow>(view: View<Row>, events: readonly ClinicalEvent[], room = patient): readonly Row[] =>
  new WardLog(events).snapshot(view, room).rows

const study = anEvent('radiology.study.complete')
const report = anEvent('radiology.report.finalized')
const criticalAlert = anEvent('radiology.critical.alert')
const newerReport = (over: Partial<DiagnosticReport>, versionId: string) =>
  anEvent('radiology.report.finalized', { resource: { ...samples.sampleImagingReport(), ...over, meta: { versionId } } })

describe('an imaging study', () => {
  const whole = {
    id: 'is-1',
    studyUid: '1.2.826.0.1.3680043.8.498.1',
    orderId: 'o-2',
    status: 'available',
    modalities: ['DX'],
    imageCount: 1,
    images: [{ instanceUid: '1.2.826.0.1.3680043.8.498.1.1.1', path: 'radiology-images/is-1/1/1.dcm' }],
    report: { reportId: 'ir-1', impression: 'Right-sided tension pneumothorax.', by: 'Dr Amal Hassan' },
    criticalFinding: 'Tension pneumothorax',
  }

  it.each([
    ['in order', [study, report, criticalAlert]],
    ['report before images', [report, study, criticalAlert]],
    ['critical alert first', [criticalAlert, report, study]],
    ['with repeats', [study, report, study, criticalAlert, report, criticalAlert]],
  ])('is one row when events arrive %s', (_, events) => {
    const rows = after(imagingView, events)
    expect(rows).toHaveLength(1)
    expect(rows[0]).toMatchObject(whole)
  })

  it('keeps the newer report when an older version is repeated', () => {
    const [row] = after(imagingView, [study, newerReport({ conclusion: 'Corrected.' }, '2'), newerReport({ conclusion: 'First.' }, '1')])
    expect(row?.report?.impression).toBe('Corrected.')
  })

  it('loses a report entered in error, and is removed only without images', () => {
    expect(after(imagingView, [study, report, newerReport({ status: 'entered-in-error' }, '2')])[0]).toMatchObject({
      id: 'is-1',
      report: null,
    })
    expect(after(imagingView, [report, newerReport({ status: 'entered-in-error' }, '2')])).toEqual([])
  })

  it('has the findings of the observations referenced by the report', () => {
    const finding = {
      resourceType: 'Observation' as const,
      id: 'f-1',
      status: 'final' as const,
      code: { text: 'Findings' },
      valueString: 'Absent lung markings on the right.',
    }
    const reportWithFinding = { ...samples.sampleImagingReport(), result: [{ reference: 'Observation/f-1' }] }
    const event = anEvent('radiology.report.finalized', {
      resource: reportWithFinding,
      related: [finding, { ...finding, id: 'f-2', valueString: 'x' }],
    })
    expect(after(imagingView, [event])[0]?.report?.findings).toBe('Absent lung markings on the right.')
  })

  it('has the first 16 images and the total number', () => {
    const instance = Array.from({ length: 900 }, (_, n) => ({ uid: `1.${n}`, sopClass: { code: 'x' } }))
    const big = { ...samples.sampleStudy(), numberOfInstances: 900, series: [{ uid: '1', modality: { code: 'CT' }, instance }] }
    const [row] = after(imagingView, [anEvent('radiology.study.complete', { resource: big })])
    expect([row?.imageCount, row?.images.length]).toEqual([900, 16])
  })

  it('completes its order without a link to laboratory results', () => {
    const placed = anEvent('radiology.order.created')
    const order = { ...placed.resource, status: 'completed' as const, meta: { versionId: '2' } }
    const [row] = after(ordersView, [placed, anEvent('radiology.report.finalized', { related: [order] })])
    expect(row).toMatchObject({ id: 'o-2', status: 'completed', reportId: null })
  })
})

it('a critical finding is an alert that can be acknowledged', () => {
  const acknowledged = anEvent('alert.acknowledged', { resource: { ...samples.sampleImagingAlert(), meta: { versionId: '2' } } })
  expect(after(alertsView, [criticalAlert])[0]).toMatchObject({
    display: 'Chest X-ray',
    value: 'Tension pneumothorax',
    flag: 'AA',
    limit: null,
    state: 'raised',
  })
  expect(after(alertsView, [criticalAlert, acknowledged])[0]).toMatchObject({
    state: 'acknowledged',
    acknowledgedBy: { name: 'Dr Amal Hassan' },
  })
})

describe('a device alarm', () => {
  const alarm = anEvent('device.alert.triggered')
  const [task] = alarm.related
  const medium = anEvent('device.alert.triggered', { related: [{ ...samples.sampleAlarmTask(), id: 'al-4', priority: 'urgent' }] })
  const value = anEvent('lab.critical.alert')

  it('is an alert that can be acknowledged', () => {
    const acknowledged = anEvent('alert.acknowledged', {
      resource: { ...samples.sampleAlarmTask(), status: 'accepted', meta: { versionId: '2' } },
    })
    expect(after(alertsView, [alarm])[0]).toMatchObject({
      id: task?.id,
      kind: 'device',
      urgent: true,
      display: 'Bedside monitor 12',
      value: 'Asystole',
      collectedAt: alarm.occurredAt,
      state: 'raised',
    })
    expect(after(alertsView, [alarm, alarm, acknowledged])).toMatchObject([{ state: 'acknowledged' }])
  })

  it('of medium priority is listed below urgent alerts; one without a Task is not listed', () => {
    const rows = after(alertsView, [medium, value]).toSorted((one, other) => (alertsView.sortKey(one) < alertsView.sortKey(other) ? -1 : 1))
    expect(rows.map(({ kind, urgent }) => [kind, urgent])).toEqual([
      ['value', true],
      ['device', false],
    ])
    expect(after(alertsView, [anEvent('device.alert.triggered', { related: [] })])).toEqual([])
  })
})

describe('a medication warning', () => {
  const prescribed = anEvent('pharmacy.medication.prescribed')
  const interaction = anEvent('pharmacy.interaction.alert')

  it('is shown once on the prescription in the chart and in the queue, even if repeated', () => {
    const warnings = [{ id: 'di-1', kind: 'interaction', severity: 'high', against: ['calcium gluconate'], source: 'interactions 2026-10' }]
    for (const [view, room] of [
      [medicationsView, patient],
      [pharmacyQueueView, 'pharmacy:queue' as Room],
    ] as const)
      expect(after(view, [prescribed, interaction, interaction], room)[0]?.warnings).toMatchObject(warnings)
  })

  it('is listed with other warnings and removed when entered in error', () => {
    const others = [anEvent('pharmacy.allergy.contraindication'), anEvent('pharmacy.dose.alert')]
    const mistaken = anEvent('pharmacy.interaction.alert', { resource: { ...samples.sampleInteraction(), status: 'entered-in-error' } })
    const kinds = (events: readonly ClinicalEvent[]) => after(medicationsView, events)[0]?.warnings?.map(({ kind }) => kind)
    expect(kinds([prescribed, interaction, ...others])).toEqual(['interaction', 'allergy', 'dose'])
    expect(kinds([prescribed, interaction, ...others, mistaken])).toEqual(['allergy', 'dose'])
  })

  it('is kept when the prescription changes', () => {
    const imported = anEvent('fhir.resource.updated', { resource: { ...samples.samplePrescription(), meta: { versionId: '2' } } })
    expect(after(medicationsView, [prescribed, interaction, imported])[0]?.warnings).toHaveLength(1)
  })
})

describe('a result viewed in another system (decision 15)', () => {
  const released = anEvent('lab.result.available')
  const viewed = anEvent('lab.result.viewed')

  it('lists each viewer once and is not reviewed', () => {
    const omar = anEvent('lab.result.viewed', { data: { ...viewed.data, by: { userId: 'u-omar', name: 'Omar Farouk' } } })
    const [row] = after(resultsView, [released, viewed, viewed, omar])
    expect(row?.viewed?.map(({ name }) => name)).toEqual(['Dr Amal Hassan', 'Omar Farouk'])
    expect(row?.reviewed).toBeNull()
  })

  it('was viewed in that version only', () => {
    const corrected = anEvent('lab.result.available', { related: [{ ...samples.sampleObservation(), meta: { versionId: '2' } }] })
    expect(after(resultsView, [released, viewed, corrected])[0]?.viewed).toBeUndefined()
  })
})
