import type { Observation } from 'fhir/r4'
import { describe, expect, it } from 'vitest'
import { extensions, systems } from '../fhir.ts'
import type { Room, UnitId } from '../ids.ts'
import { anActor, anEvent, aSubject, samples } from '../testing/index.ts'
import { rowsAfter } from '../testing/rows-after.ts'
import { alertsView } from './alerts/alerts.ts'
import { foldText } from './framework/search-text.ts'
import { medicationsView, pharmacyQueueView } from './medications/medications.ts'
import { labWorklistView } from './orders/lab-worklist.ts'
import { ordersView } from './orders/orders.ts'
import { allergiesView } from './patients/allergies.ts'
import { censusView } from './patients/census.ts'
import { locationOf, subjectOf } from './patients/patient.ts'
import { problemsView } from './patients/record.ts'
import { reportedIn } from './results/observation.ts'
import { resultsView } from './results/results.ts'

describe('an order', () => {
  const placed = anEvent('lab.order.created')
  it('is requested, then collected, then resulted with a report', () => {
    const collected = anEvent('order.updated', {
      related: [
        {
          ...samples.sampleFulfilment(),
          businessStatus: { coding: [{ system: 'https://wardline.health/fhir/CodeSystem/business-status', code: 'specimen-collected' }] },
        },
      ],
    })
    expect(rowsAfter(ordersView, [placed])[0]).toMatchObject({ fulfilment: { step: 'requested' }, reportId: null })
    expect(rowsAfter(ordersView, [placed, collected])[0]).toMatchObject({ fulfilment: { step: 'specimen-collected' } })
    expect(rowsAfter(ordersView, [placed, collected, anEvent('lab.result.available')])[0]).toMatchObject({
      status: 'completed',
      reportId: 'r-1',
    })
  })

  it('shows the last author and the reason of a cancellation', () => {
    const [row] = rowsAfter(ordersView, [placed, anEvent('order.cancelled', { actor: anActor({ name: 'Dr Sami Idris' }) })])
    expect(row).toMatchObject({ status: 'revoked', cancelReason: 'No longer needed', changedBy: 'Dr Sami Idris' })
  })

  it('never returns to an older version (RT2)', () => {
    const newer = anEvent('order.updated', { resource: { ...samples.sampleOrder(), priority: 'routine', meta: { versionId: '3' } } })
    const late = anEvent('order.updated', { resource: { ...samples.sampleOrder(), priority: 'urgent', meta: { versionId: '2' } } })
    expect(rowsAfter(ordersView, [placed, newer, late])[0]).toMatchObject({ priority: 'routine', versionId: '3' })
  })
})

describe('a prescription', () => {
  const prescribed = anEvent('pharmacy.medication.prescribed')
  const claimed = anEvent('pharmacy.prescription.claimed')
  const verified = anEvent('pharmacy.prescription.verified')
  const prepared = anEvent('pharmacy.medication.prepared')
  const dispensed = anEvent('pharmacy.medication.dispensed')
  const stopped = anEvent('pharmacy.medication.discontinued')

  it.each([
    [[prescribed], 'unverified', null],
    [[prescribed, claimed], 'unverified', 'Omar Farouk'],
    [[prescribed, claimed, anEvent('pharmacy.prescription.released')], 'unverified', null],
    [[prescribed, claimed, verified], 'verified', null],
    [[prescribed, claimed, verified, prepared], 'ready', null],
    [[prescribed, claimed, verified, prepared, dispensed], 'dispensed', null],
    [[prescribed, claimed, stopped], 'stopped', null],
  ])('has the stage and claim of its last event (case %#)', (events, stage, holder) => {
    const [row] = rowsAfter(medicationsView, events)
    expect([row?.stage, row?.claim?.by.name ?? null]).toEqual([stage, holder])
  })

  it('lists its pharmacy steps with user and time', () => {
    const [row] = rowsAfter(medicationsView, [prescribed, claimed, verified])
    expect(row?.steps.map((step) => [step.step, step.by.name])).toEqual([
      ['prescribed', 'Dr Amal Hassan'],
      ['claimed', 'Omar Farouk'],
      ['verified', 'Omar Farouk'],
    ])
  })

  it('keeps one claim when its owner renews the lease', () => {
    const renewed = anEvent('pharmacy.prescription.claimed', {
      data: { ...claimed.data, at: '2026-11-20T21:04:00.000Z', leaseUntil: '2026-11-20T21:09:00.000Z' },
    })
    const [row] = rowsAfter(medicationsView, [prescribed, claimed, renewed])
    expect(row?.steps).toHaveLength(2)
    expect(row?.claim).toMatchObject({ at: claimed.data.at, leaseUntil: '2026-11-20T21:09:00.000Z' })
  })

  it('shows whose claim a discontinuation cancelled (PHQ-21)', () => {
    expect(rowsAfter(medicationsView, [prescribed, claimed, stopped])[0]?.stopped).toMatchObject({
      by: { name: 'Dr Amal Hassan' },
      interrupted: { name: 'Omar Farouk' },
      reason: 'Adverse reaction',
    })
  })

  it('is queued by urgency, with completed ones below open work (PHQ-2)', () => {
    const one = (id: string, priority: 'stat' | 'asap' | 'urgent' | 'routine', minute: number) =>
      anEvent('pharmacy.medication.prescribed', {
        resource: { ...samples.samplePrescription(), id, priority, authoredOn: `2026-11-20T20:${10 + minute}:00.000Z` },
      })
    const events = [
      one('routine', 'routine', 0),
      one('urgent', 'urgent', 1),
      one('stat-late', 'stat', 5),
      one('stat', 'stat', 2),
      one('asap', 'asap', 3),
      anEvent('pharmacy.medication.dispensed', { data: { ...dispensed.data, prescriptionId: 'stat' } }),
    ]
    expect(rowsAfter(pharmacyQueueView, events, 'pharmacy:queue' as Room).map((row) => row.id)).toEqual([
      'stat-late',
      'asap',
      'urgent',
      'routine',
      'stat',
    ])
  })
})

describe('a result', () => {
  it('has its own range and flag (FLG-5)', () => {
    expect(rowsAfter(resultsView, [anEvent('lab.result.available')])[0]).toMatchObject({
      value: '6.8',
      unit: 'mmol/L',
      flag: 'HH',
      range: { text: '3.5–5.1' },
      panel: 'Potassium',
    })
  })

  it('is reviewed in the version that was read; a newer version needs a new review (RES-11, RES-12)', () => {
    const released = anEvent('lab.result.available')
    const reviewed = anEvent('lab.result.reviewed')
    const corrected = anEvent('lab.result.available', {
      related: [{ ...samples.sampleObservation(), status: 'corrected', meta: { versionId: '2' } }],
    })
    expect(rowsAfter(resultsView, [released, reviewed])[0]?.reviewed?.name).toBe('Dr Amal Hassan')
    expect(rowsAfter(resultsView, [released, reviewed, corrected])[0]).toMatchObject({ status: 'corrected', reviewed: null })
    expect(rowsAfter(resultsView, [released, corrected, reviewed])[0]?.reviewed).toBeNull()
  })

  it('keeps the value that a correction replaced, with its reviewer (FLG-4, RES-12)', () => {
    const released = anEvent('lab.result.available')
    const corrected = anEvent('lab.result.available', {
      related: [
        {
          ...samples.sampleObservation(),
          status: 'corrected',
          valueQuantity: { value: 4.1, unit: 'mmol/L' },
          meta: { versionId: '2' },
        },
      ],
    })
    expect(rowsAfter(resultsView, [released])[0]?.replaced).toBeNull()
    expect(rowsAfter(resultsView, [released, anEvent('lab.result.reviewed'), corrected])[0]).toMatchObject({
      value: '4.1',
      replaced: { value: '6.8', unit: 'mmol/L', flag: 'HH', reviewed: { name: 'Dr Amal Hassan' } },
    })
  })

  it.each([
    ['5.0 stays 5.0', { value: 5, _value: { extension: [{ url: extensions.reportedValue, valueString: '5.0' }] } }, '5.0'],
    [
      '<0.010 stays',
      { value: 0.01, comparator: '<', _value: { extension: [{ url: extensions.reportedValue, valueString: '0.010' }] } },
      '<0.010',
    ],
    ['plain digits', { value: 6.8 }, '6.8'],
    ['floating-point artefacts', { value: 176.35499866729558 }, '176.35'],
    ['a tiny number', { value: 0.00001234567 }, '0.0000123'],
  ])('keeps the digits as reported: %s (FMT-9)', (_, valueQuantity, digits) => {
    expect(reportedIn({ ...samples.sampleObservation(), valueQuantity } as Observation).value).toBe(digits)
  })

  it('shows blood pressure as one value', () => {
    const part = (code: string, value: number) => ({ code: { coding: [{ code }] }, valueQuantity: { value, unit: 'mmHg' } })
    const pressure = { ...samples.sampleVital(), valueQuantity: undefined, component: [part('8480-6', 104), part('8462-4', 62)] }
    expect(reportedIn(pressure)).toMatchObject({ value: '104/62', unit: 'mmHg' })
  })
})

describe('a critical alert', () => {
  it('identifies the patient by two identifiers and keeps the first acknowledgement (ux 5.4)', () => {
    const first = anEvent('alert.acknowledged')
    const second = anEvent('alert.acknowledged', { data: { ...first.data, by: { userId: 'u-sami', name: 'Dr Sami Idris' } } })
    const [row] = rowsAfter(alertsView, [anEvent('lab.critical.alert'), first, second])
    expect(row).toMatchObject({
      patient: { mrn: '1297287652', name: 'SMITH, Jane (Mrs)' },
      acknowledgedBy: { name: 'Dr Amal Hassan' },
      state: 'acknowledged',
    })
  })

  it('is shown in the laboratory worklist with its acknowledgement (LAB-9)', () => {
    const alert = anEvent('lab.critical.alert')
    const acknowledged = anEvent('alert.acknowledged', {
      resource: { ...samples.sampleAlert(), basedOn: [{ reference: 'ServiceRequest/o-1' }] },
    })
    const [row] = rowsAfter(labWorklistView, [anEvent('lab.order.created'), alert, acknowledged], 'lab:worklist' as Room)
    expect(row?.criticals).toMatchObject([{ alertId: 'al-1', acknowledgedBy: { name: 'Dr Amal Hassan' } }])
  })
})

describe('the patient record', () => {
  it('lists the most severe allergy first and omits removed ones (SHL-4)', () => {
    const mild = anEvent('patient.allergy.added', {
      resource: { ...samples.sampleAllergy(), id: 'a-2', criticality: 'low', reaction: [], code: { text: 'zinc' } },
    })
    const severe = anEvent('patient.allergy.added')
    expect(rowsAfter(allergiesView, [mild, severe]).map((row) => row.substance)).toEqual(['penicillin', 'zinc'])
    const removed = anEvent('patient.allergy.removed', {
      resource: {
        ...samples.sampleAllergy(),
        verificationStatus: { coding: [{ system: systems.allergyVerification, code: 'entered-in-error' }] },
      },
    })
    expect(rowsAfter(allergiesView, [mild, severe, removed]).map((row) => row.substance)).toEqual(['zinc'])
  })

  it('lists resolved problems below active ones (CHT-3)', () => {
    const resolved = {
      ...samples.sampleCondition(),
      clinicalStatus: { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/condition-clinical', code: 'resolved' }] },
    }
    const rows = rowsAfter(problemsView, [
      anEvent('diagnosis.added', { resource: { ...samples.sampleCondition(), id: 'c-2', onsetDateTime: '2001' } }),
      anEvent('diagnosis.added'),
      anEvent('diagnosis.resolved', { resource: resolved }),
    ])
    expect(rows.map((row) => [row.id, row.clinicalStatus])).toEqual([
      ['c-2', 'active'],
      ['c-1', 'resolved'],
    ])
  })

  it('moves a transferred patient between the censuses of the units', () => {
    const there = aSubject({ unitId: 'ward-5' as UnitId, unitName: 'Ward 5', bed: 'Bed 2' })
    const moved = anEvent('encounter.updated', { subject: there, data: { fromUnitId: 'ward-3' } })
    const admitted = anEvent('encounter.started')
    expect(rowsAfter(censusView, [admitted, moved], 'unit:ward-3' as Room)).toEqual([])
    expect(rowsAfter(censusView, [moved], 'unit:ward-5' as Room)).toMatchObject([{ patient: { bed: 'Bed 2' } }])
  })

  it('takes unit and bed from the encounter in progress, otherwise the registry', () => {
    const bed = { location: { display: 'Bed 12' }, physicalType: { coding: [{ code: 'bd' }] } }
    const encounter = { ...samples.sampleEncounter(), location: [...(samples.sampleEncounter().location ?? []), bed] }
    expect(locationOf(encounter)).toEqual({ unitId: 'ward-3', unitName: 'Ward 3 · Medicine', bed: 'Bed 12' })
    expect(locationOf({ ...encounter, status: 'finished' }).unitId).toBe('registry')
    expect(subjectOf(samples.samplePatient(), encounter)).toMatchObject({ name: 'SMITH, Jane (Mrs)', mrn: '1297287652', bed: 'Bed 12' })
  })
})

it.each([
  ['أحمد', 'احمد'],
  ['فاطمة', 'فاطمه'],
  ['مُوسَى', 'موسي'],
  ['عـــلي', 'علي'],
  ['١٢٩٧', '1297'],
  ['  José   MARTÍNEZ ', 'jose martinez'],
])('the search text of %s is %s (AR-7)', (typed, folded) => {
  expect(foldText(typed)).toBe(folded)
})
