import { describe, expect, it } from 'vitest'
import type { ClinicalEvent } from '../../catalog/index.ts'
import type { Room } from '../../ids.ts'
import { anEvent, samples, WardLog } from '../../testing/index.ts'
import { alertsView } from '../alerts/alerts.ts'
import { labReportsOf } from './lab-reports.ts'
import { resultsView } from './results.ts'

const room = 'patient:p-jane' as Room
function reports(...events: readonly ClinicalEvent[]) {
  const log = new WardLog(events)
  return labReportsOf(log.snapshot(resultsView, room).rows, log.snapshot(alertsView, room).rows)
}

const value = (id: string, over: object = {}) => ({ ...samples.sampleObservation(), id, interpretation: undefined, ...over })
const panel = (reportId: string, ...observations: ReturnType<typeof value>[]) =>
  anEvent('lab.result.available', {
    resource: { ...samples.sampleReport(), id: reportId, code: { text: `Panel ${reportId}` } },
    related: observations,
  })

describe('laboratory reports', () => {
  it('group the values released together', () => {
    const found = reports(panel('r-1', value('a'), value('b')), panel('r-2', value('c', { effectiveDateTime: '2026-11-20T21:00:00.000Z' })))
    expect(found.map(({ reportId, display, tests }) => [reportId, display, tests.length])).toEqual([
      ['r-2', 'Panel r-2', 1],
      ['r-1', 'Panel r-1', 2],
    ])
  })

  it('are critical if one value is, with the alert and its acknowledgement', () => {
    const events = [anEvent('lab.result.available'), anEvent('lab.critical.alert'), anEvent('alert.acknowledged')]
    expect(reports(...events)[0]).toMatchObject({
      critical: true,
      criticalAlerts: [{ observationId: 'ob-1', state: 'acknowledged', acknowledgedBy: { name: 'Dr Amal Hassan' } }],
    })
    expect(reports(panel('r-1', value('a')))[0]).toMatchObject({ critical: false, criticalAlerts: [] })
  })

  it('have the status of their least final value', () => {
    const status = (...observations: ReturnType<typeof value>[]) => reports(panel('r-1', ...observations))[0]?.status
    expect(status(value('a'), value('b', { status: 'preliminary' }))).toBe('preliminary')
    expect(status(value('a'), value('b', { status: 'corrected' }))).toBe('corrected')
    expect(status(value('a'), value('b'))).toBe('final')
  })

  it('are reviewed when every value is, and list each viewer and reviewer once', () => {
    const reviewed = (...ids: readonly string[]) =>
      anEvent('lab.result.reviewed', {
        data: { ...anEvent('lab.result.reviewed').data, reviewed: ids.map((observationId) => ({ observationId, versionId: '1' })) },
      })
    const viewed = anEvent('lab.result.viewed', { data: { ...anEvent('lab.result.viewed').data, observationIds: ['a', 'b'] } })
    const both = panel('r-1', value('a'), value('b'))
    expect(reports(both, viewed, reviewed('a'))[0]).toMatchObject({ reviewed: false, viewedBy: [{ userId: 'u-amal' }] })
    const [whole] = reports(both, viewed, reviewed('a', 'b'))
    expect([whole?.reviewed, whole?.reviewedBy.length, whole?.viewedBy.length]).toEqual([true, 1, 1])
  })

  it('of values without a report contain a single value', () => {
    const imported = (id: string) => anEvent('fhir.resource.created', { resource: value(id), data: { origin: 'import' } })
    expect(reports(imported('a'), imported('b')).map(({ reportId, tests }) => [reportId, tests.length])).toEqual([
      [null, 1],
      [null, 1],
    ])
  })
})
