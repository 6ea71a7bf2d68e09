import { codeOf, idOf, type MedicationRow, medicationsView, rooms, type SignedInUser, systems } from '@wardline/events'
import type { Task } from 'fhir/r4'
import type { Api } from './api-types.ts'
import { dispenseOf, moved } from './drafts.ts'
import { type Ward, WardRefusal } from './ward.ts'

/** A claim lapses after five minutes unless renewed (decision 16). */
const LEASE_MS = 5 * 60_000

/** The pharmacy of the small ward. */
export function pharmacyOf(ward: Ward): Omit<Api['pharmacy'], 'queue'> {
  const about = (prescriptionId: string) => {
    const request = ward.read('MedicationRequest', prescriptionId)
    const subject = ward.subject(idOf(request.subject) ?? '')
    const row = ward.server
      .snapshot(medicationsView, rooms.patient(subject.patientId))
      .rows.find((it: MedicationRow) => it.id === prescriptionId)
    if (!row) throw new WardRefusal('NOT_FOUND')
    if (row.stopped) throw new WardRefusal('STOPPED_MEANWHILE', { by: row.stopped.by, at: row.stopped.at })
    return { request, subject, row, task: ward.read('Task', `${prescriptionId}-task`) }
  }
  const holder = (task: Task) =>
    codeOf(task.businessStatus, systems.businessStatus) === 'claimed'
      ? { userId: idOf(task.owner) ?? '', name: task.owner?.display ?? '' }
      : null
  const mustHold = (task: Task, by: SignedInUser) => {
    if (holder(task)?.userId !== by.userId) throw new WardRefusal('NOT_CLAIMED_BY_YOU')
  }
  const stepBy = (by: SignedInUser, prescriptionId: string) => {
    const at = new Date().toISOString()
    return { at, step: { prescriptionId, by: { userId: by.userId, name: by.name }, at } }
  }

  return {
    claim: (by, { commandId, prescriptionId }) => {
      const { subject, row, task } = about(prescriptionId)
      const { at, step } = stepBy(by, prescriptionId)
      const held = row.claim && Date.parse(row.claim.leaseUntil) > Date.now() ? row.claim.by : null
      if (held && held.userId !== by.userId) throw new WardRefusal('CLAIMED_BY_ANOTHER', { by: held })
      const leaseUntil = new Date(Date.now() + LEASE_MS).toISOString()
      const resource = moved(task, 'claimed', 'accepted', by, at)
      const data = { ...step, leaseUntil, takenOverFrom: null }
      return { ...ward.record(by, commandId, subject, [{ type: 'pharmacy.prescription.claimed', resource, data }], at), leaseUntil }
    },
    release: (by, { commandId, prescriptionId }) => {
      const { subject, task } = about(prescriptionId)
      mustHold(task, by)
      const { at, step } = stepBy(by, prescriptionId)
      const resource = moved(task, 'unverified', 'requested', by, at)
      return ward.record(by, commandId, subject, [{ type: 'pharmacy.prescription.released', resource, data: step }], at)
    },
    verify: (by, { commandId, prescriptionId, versionId }) => {
      const { request, subject, task } = about(prescriptionId)
      mustHold(task, by)
      ward.unchanged(request, versionId)
      const { at, step } = stepBy(by, prescriptionId)
      const resource = moved(task, 'verified', 'completed', by, at)
      return ward.record(by, commandId, subject, [{ type: 'pharmacy.prescription.verified', resource, data: step }], at)
    },
    prepare: (by, { commandId, prescriptionId }) => {
      const { request, subject } = about(prescriptionId)
      const { at, step } = stepBy(by, prescriptionId)
      const resource = dispenseOf(request, subject, by)
      const applied = ward.record(by, commandId, subject, [{ type: 'pharmacy.medication.prepared', resource, data: step }], at)
      return { ...applied, dispenseId: resource.id ?? '' }
    },
    dispense: (by, { commandId, prescriptionId, quantity }) => {
      const { request, subject } = about(prescriptionId)
      const { at, step } = stepBy(by, prescriptionId)
      const resource = { ...dispenseOf(request, subject, by), status: 'completed' as const, quantity, whenHandedOver: at }
      const data = { ...step, quantity }
      const applied = ward.record(by, commandId, subject, [{ type: 'pharmacy.medication.dispensed', resource, data }], at)
      return { ...applied, dispenseId: resource.id ?? '' }
    },
  }
}
