import {
  allergiesView,
  careTeamView,
  encountersView,
  medicationsView,
  ordersView,
  type PatientId,
  problemsView,
  resultsView,
  rooms,
  vitalsView,
} from '@wardline/events'
import { useTRPC } from '../../api/trpc.ts'
import { useView } from '../../sync/hooks/use-view.ts'

const at = (patientId: PatientId) => ({ room: rooms.patient(patientId) })

/* Each card shares the query of the tab with the same data: one cache entry and one request. */

export const useVitals = (patientId: PatientId) => useView(vitalsView, at(patientId), useTRPC().vitals.list.queryOptions({ patientId }))
export const useResults = (patientId: PatientId) => useView(resultsView, at(patientId), useTRPC().results.list.queryOptions({ patientId }))
export const useMedicines = (patientId: PatientId) =>
  useView(medicationsView, at(patientId), useTRPC().medications.list.queryOptions({ patientId }))
export const useProblems = (patientId: PatientId) =>
  useView(problemsView, at(patientId), useTRPC().problems.list.queryOptions({ patientId }))
export const useAllergies = (patientId: PatientId) =>
  useView(allergiesView, at(patientId), useTRPC().allergies.list.queryOptions({ patientId }))
export const useOrders = (patientId: PatientId) => useView(ordersView, at(patientId), useTRPC().orders.list.queryOptions({ patientId }))
export const useEncounters = (patientId: PatientId) =>
  useView(encountersView, at(patientId), useTRPC().encounters.list.queryOptions({ patientId }))
export const useCareTeam = (patientId: PatientId) =>
  useView(careTeamView, at(patientId), useTRPC().careTeam.list.queryOptions({ patientId }))
