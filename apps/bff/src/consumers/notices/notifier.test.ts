import { staff } from '@wardline/events'
import { anEvent, samples } from '@wardline/events/testing'
import { describe, expect, it } from 'vitest'
import { noticesOf } from './notifier.ts'

const { amal } = samples.sampleStaff
const ordered = { ...samples.sampleOrder(), requester: staff(amal) }

describe('notifications (document 001)', () => {
  it('a critical value notifies the responsible clinician urgently', () => {
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

  it('a critical finding notifies the responsible clinician with the radiologist’s text', () => {
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

  it('a device alarm notifies the treating clinician with the id of the open Task', () => {
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
  ] as const)('%s notifies the requester', (event, type, url) => {
    expect(noticesOf(anEvent(event, { related: [ordered] }))).toMatchObject([
      { userId: 'u-amal', message: { type: 'notification', data: { type, priority: 'normal', action: { url } } } },
    ])
    expect(noticesOf(anEvent(event, { related: [] }))).toEqual([])
  })

  it('an event that concerns no user notifies none', () => {
    expect(noticesOf(anEvent('radiology.study.complete'))).toEqual([])
  })
})
