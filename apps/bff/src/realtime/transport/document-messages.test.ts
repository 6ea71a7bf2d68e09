import { rooms, roomsOf } from '@wardline/events'
import { anEvent } from '@wardline/events/testing'
import { describe, expect, it } from 'vitest'
import { criticalAlertOf, notificationOf } from './document-messages.ts'

describe('messages of document 001', () => {
  it('a critical value notifies the responsible clinician urgently', () => {
    const event = anEvent('lab.critical.alert')
    expect(roomsOf(event)).toContain(rooms.user('u-amal'))
    expect(criticalAlertOf(event)).toMatchObject({
      type: 'critical_alert',
      data: { type: 'critical_lab_value', details: { testName: 'Potassium', value: '6.8 mmol/L', criticalReason: '≥ 6.5 mmol/L' } },
    })
  })

  it('a critical finding notifies the responsible clinician with the radiologist’s text', () => {
    const event = anEvent('radiology.critical.alert')
    expect(roomsOf(event)).toContain(rooms.user('u-amal'))
    expect(criticalAlertOf(event)).toMatchObject({
      type: 'critical_alert',
      data: {
        id: 'al-2',
        type: 'critical_imaging_finding',
        priority: 'urgent',
        patientMrn: '1297287652',
        details: { testName: 'Chest X-ray', value: 'Tension pneumothorax' },
        requiresAcknowledgment: true,
      },
    })
  })

  it('a device alarm notifies the treating clinician with the id of the open Task', () => {
    const event = anEvent('device.alert.triggered')
    expect(roomsOf(event)).toContain(rooms.user('u-amal'))
    expect(criticalAlertOf(event)).toMatchObject({
      type: 'critical_alert',
      data: { id: 'al-3', type: 'device_alarm', details: { testName: 'Bedside monitor 12', value: 'Asystole' } },
    })
  })

  it.each([
    ['lab.result.available', 'lab_result_available', '/patients/p-jane/results'],
    ['radiology.report.finalized', 'imaging_report_available', '/patients/p-jane/chart'],
  ] as const)('%s is a notification', (event, type, url) => {
    expect(notificationOf(anEvent(event))).toMatchObject({ type: 'notification', data: { type, priority: 'normal', action: { url } } })
  })

  it('no other event is translated', () => {
    const event = anEvent('radiology.study.complete')
    expect([criticalAlertOf(event), notificationOf(event)]).toEqual([null, null])
  })
})
