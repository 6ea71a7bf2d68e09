import {
  alertsView,
  allergiesView,
  audienceOf,
  careTeamView,
  censusView,
  encountersView,
  foldText,
  labWorklistView,
  medicationsView,
  myAlertsView,
  ordersView,
  type PatientRow,
  patientView,
  pharmacyQueueView,
  problemsView,
  type Room,
  resultsView,
  rooms,
  type SignedInUser,
  type Snapshot,
  type View,
  type ViewRow,
  vitalsView,
} from '@wardline/events'
import type { Api } from './api-types.ts'
import { analytes } from './catalogue.ts'
import type { Ward } from './ward.ts'
import { WardRefusal } from './ward.ts'

interface Page {
  readonly cursor?: string | null | undefined
  readonly limit?: number | undefined
}

const ofPatient = [
  patientView,
  problemsView,
  allergiesView,
  vitalsView,
  encountersView,
  careTeamView,
  ordersView,
  resultsView,
  medicationsView,
  alertsView,
] as unknown as readonly View<ViewRow>[]

/** Every list, as the server answers it: what the reader's audience may see, with the position it stands at. */
export function listsOf(ward: Ward) {
  const read = <Row extends ViewRow>(by: SignedInUser, view: View<Row>, room: Room, page: Page = {}, where?: (row: Row) => boolean) => {
    if (!view.audiences.includes(audienceOf(by.role))) throw new WardRefusal('NOT_ALLOWED')
    return ward.server.snapshot(view, room, { limit: page.limit ?? 200, cursor: page.cursor ?? null, ...(where ? { where } : {}) })
  }
  const patientList =
    <Row extends ViewRow>(view: View<Row>) =>
    (by: SignedInUser, { patientId, ...page }: Page & { patientId: string }) => {
      ward.subject(patientId)
      return read(by, view, rooms.patient(patientId), page)
    }

  const search: Api['patients']['search'] = (by, { query, unitId, ...page }) => {
    const words = foldText(query ?? '')
      .split(' ')
      .filter(Boolean)
    const units = by.units.filter((unit) => !unitId || unit.unitId === unitId)
    const lists = units.map((unit) =>
      read(by, censusView, rooms.unit(unit.unitId), page, (row) => words.every((word) => censusView.searchText?.(row).includes(word))),
    )
    const [first] = lists
    if (!first) throw new WardRefusal('NOT_ALLOWED')
    return { ...first, rows: lists.flatMap(({ rows }) => rows), positions: Object.assign({}, ...lists.map(({ positions }) => positions)) }
  }

  const summary: Api['patients']['summary'] = (by, { patientId }) => {
    ward.subject(patientId)
    const room = rooms.patient(patientId)
    const seen = ofPatient.filter((view) => view.audiences.includes(audienceOf(by.role)))
    const lists = seen.map((view) => [view.name, read(by, view, room)] as const)
    const [, { asOf, positions }] = lists[0] as readonly [string, Snapshot<ViewRow>]
    const views = Object.fromEntries(lists.map(([name, { rows, nextCursor }]) => [name, { rows, nextCursor }]))
    return { asOf, positions, views, patient: (views[patientView.name]?.rows[0] as PatientRow | undefined) ?? null }
  }

  return {
    patients: { search, summary },
    problems: patientList(problemsView),
    allergies: patientList(allergiesView),
    vitals: patientList(vitalsView),
    encounters: patientList(encountersView),
    careTeam: patientList(careTeamView),
    orders: patientList(ordersView),
    results: patientList(resultsView),
    medications: patientList(medicationsView),
    trend: (by: SignedInUser, { patientId, code, ...page }: Page & { patientId: string; code: string }) => {
      const limits = analytes.flatMap(({ code: of, unit, critical }) =>
        of === code && critical ? [{ units: [unit], low: critical[0], high: critical[1], source: 'ux 10.3' }] : [],
      )
      return {
        ...read(by, resultsView, rooms.patient(patientId), page, (row) => row.code === code),
        critical: { version: 'browser 1', limits },
      }
    },
    queue: (by: SignedInUser, page: Page) => read(by, pharmacyQueueView, rooms.pharmacyQueue, page),
    worklist: (by: SignedInUser, page: Page) => read(by, labWorklistView, rooms.labWorklist, page),
    alerts: (by: SignedInUser, { patientId, ...page }: Page & { patientId?: string | null | undefined }) =>
      patientId ? patientList(alertsView)(by, { patientId, ...page }) : read(by, myAlertsView, rooms.user(by.userId), page),
  }
}
