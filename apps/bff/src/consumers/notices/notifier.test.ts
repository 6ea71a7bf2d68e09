import { staff } from '@wardline/events'
import { anEvent, samples } from '@wardline/events/testing'
import { describe, expect, it } from 'vitest'
import { noticesOf } from './notifier.ts'

const { amal } = samples.sampleStaff
const ordered = { ...samples.sampleOrder(), requester: staff(amal) }

describe('who is called (document 001)', () => {
  it('whoever must act on a critical value, urgently', () => {
    expect(noticesOf(anEvent('lab.critical.alert'))).toMatchObject([
      {
        userId: 'u-amal',
        message: {
          type: 'critical_alert',
          data: { type: 'critical_lab_value', details: { testName: 'Potassium', value: '6.8 mmol/L', criticalReason: '≥ 6.5 mmol/L' } },
        },
      },
    ])
  })

  it('whoever must act on a critical finding, in the radiologist’s words', () => {
    expect(noticesOf(anEvent('radiology.critical.alert'))).toMatchObject([
      {
        userId: 'u-amal',
        message: {
          type: 'critical_alert',
          data: {
            id: 'al-2',
            type: 'critical_imaging_finding',
            priority: 'urgent',
            patientMrn: '1297287652',
            details: { testName: 'Chest X-ray', value: 'Tension pneumothorax' },
            requiresAcknowledgment: true,
          },
        },
      },
    ])
  })

  it('whoever has the patient, of a device’s alarm, by the Task that waits for them', () => {
    expect(noticesOf(anEvent('device.alert.triggered'))).toMatchObject([
      {
        userId: 'u-amal',
        message: {
          type: 'critical_alert',
          data: { id: 'al-3', type: 'device_alarm', details: { testName: 'Bedside monitor 12', value: 'Asystole' } },
        },
      },
    ])
  })

  it.each([
    ['lab.result.available', 'lab_result_available', '/patients/p-jane/results'],
    ['radiology.report.finalized', 'imaging_report_available', '/patients/p-jane/chart'],
  ] as const)('whoever ordered it, of %s', (event, type, url) => {
    expect(noticesOf(anEvent(event, { related: [ordered] }))).toMatchObject([
      { userId: 'u-amal', message: { type: 'notification', data: { type, priority: 'normal', action: { url } } } },
    ])
    expect(noticesOf(anEvent(event, { related: [] }))).toEqual([])
  })

  it('nobody of what concerns no person', () => {
    expect(noticesOf(anEvent('radiology.study.complete'))).toEqual([])
  })
})
