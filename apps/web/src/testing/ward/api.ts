import { idOf, staff } from '@wardline/events'
import { administrationOf } from './administration.ts'
import type { Api } from './api-types.ts'
import { bedsideOf } from './bedside.ts'
import { benchOf } from './bench.ts'
import { listsOf } from './lists.ts'
import { orderingOf } from './ordering.ts'
import { pharmacyOf } from './pharmacy.ts'
import { type Ward, WardRefusal } from './ward.ts'

/** The whole of the server's router over a ward in memory. */
export function apiOf(ward: Ward): Api {
  const lists = listsOf(ward)
  const { problems, allergies, vitals } = bedsideOf(ward)
  const { orders, medications } = orderingOf(ward)
  return {
    patients: lists.patients,
    problems: { list: lists.problems, ...problems },
    allergies: { list: lists.allergies, ...allergies },
    vitals: { list: lists.vitals, ...vitals },
    encounters: { list: lists.encounters },
    careTeam: { list: lists.careTeam },
    orders: { list: lists.orders, ...orders },
    lab: { worklist: lists.worklist, ...benchOf(ward) },
    results: {
      list: lists.results,
      trend: lists.trend,
      review: (by, { commandId, patientId, results }) => {
        const [first] = results
        if (!first) throw new WardRefusal('INVALID_INPUT')
        const reviewed = results.map(({ resultId, versionId }) => ({ observationId: resultId, versionId }))
        const data = { by: { userId: by.userId, name: by.name }, at: new Date().toISOString(), reviewed }
        const resource = ward.read('Observation', first.resultId)
        return ward.record(by, commandId, ward.subject(patientId), [{ type: 'lab.result.reviewed', resource, data }])
      },
    },
    medications: { list: lists.medications, ...medications },
    pharmacy: { queue: lists.queue, ...pharmacyOf(ward) },
    alerts: {
      list: lists.alerts,
      acknowledge: (by, { commandId, alertId }) => {
        const alert = ward.read('Task', alertId)
        const at = new Date().toISOString()
        if (alert.status !== 'requested') {
          const first = { userId: idOf(alert.owner) ?? '', name: alert.owner?.display ?? '' }
          throw new WardRefusal('ALREADY_ACKNOWLEDGED', { by: first, at: alert.lastModified ?? null })
        }
        const called = { userId: idOf(alert.owner) ?? '', name: alert.owner?.display ?? '' }
        const resource = { ...alert, status: 'accepted' as const, owner: staff(by), lastModified: at }
        const data = { observationId: idOf(alert.focus) ?? '', notify: [called], by: { userId: by.userId, name: by.name }, at }
        return ward.record(by, commandId, ward.subject(idOf(alert.for) ?? ''), [{ type: 'alert.acknowledged', resource, data }], at)
      },
    },
    ...administrationOf(ward),
    imports: {
      list: () => ({ rows: [] }),
      report: () => {
        throw new WardRefusal('NOT_FOUND')
      },
    },
  }
}
