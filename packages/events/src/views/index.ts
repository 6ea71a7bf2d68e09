import type { catalog, EventType } from '../catalog/index.ts'
import { alertsView, myAlertsView } from './alerts/alerts.ts'
import { noticesView } from './alerts/notices.ts'
import type { View, ViewRow } from './framework/define-view.ts'
import { medicationsView, pharmacyQueueView } from './medications/medications.ts'
import { imagingView } from './orders/imaging.ts'
import { labWorklistView } from './orders/lab-worklist.ts'
import { ordersView } from './orders/orders.ts'
import { allergiesView } from './patients/allergies.ts'
import { censusView } from './patients/census.ts'
import { patientView } from './patients/patient.ts'
import { careTeamView, encountersView, problemsView } from './patients/record.ts'
import { resultsView } from './results/results.ts'
import { vitalsView } from './results/vitals.ts'

const declared = [
  patientView,
  censusView,
  problemsView,
  allergiesView,
  encountersView,
  careTeamView,
  ordersView,
  resultsView,
  vitalsView,
  imagingView,
  medicationsView,
  pharmacyQueueView,
  labWorklistView,
  alertsView,
  myAlertsView,
  noticesView,
] as const

/** All views. */
export const views = declared as unknown as readonly View<ViewRow>[]

/** Returns the views of one kind of room. */
export const viewsOf = (room: View['room']): readonly View<ViewRow>[] => views.filter((view) => view.room === room)

export const viewNamed = (name: string): View<ViewRow> | null => views.find((view) => view.name === name) ?? null

type Folded = (typeof declared)[number] extends infer V ? (V extends { readonly on: infer On } ? keyof On : never) : never
type Quiet = { [T in EventType]: true extends (typeof catalog)[T]['quiet'] ? T : never }[EventType]

type AssertNever<T extends never> = T
/** Fails to compile when an event is neither folded by a view nor marked quiet. */
export type EveryEventIsSeen = AssertNever<Exclude<EventType, Folded | Quiet>>
