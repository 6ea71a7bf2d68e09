import type { PatientId, Room, UnitId, UserId } from './ids.ts'

/** Room names; no other module builds them. */
export const rooms = {
  /** All clinical events of one patient. */
  patient: (patientId: PatientId | string) => `patient:${patientId}` as Room,
  /** Admissions, transfers, discharges, vitals summary and alerts of one unit. */
  unit: (unitId: UnitId | string) => `unit:${unitId}` as Room,
  /** Notifications and alerts of one user, on all devices. */
  user: (userId: UserId | string) => `user:${userId}` as Room,
  pharmacyQueue: 'pharmacy:queue' as Room,
  labWorklist: 'lab:worklist' as Room,
  facilityAlerts: 'facility:alerts' as Room,
} as const

export type RoomKind = 'patient' | 'unit' | 'user' | 'pharmacyQueue' | 'labWorklist' | 'facilityAlerts'

/** Rooms of which there is one for each patient, unit or user. */
type RoomOfOne = Extract<RoomKind, 'patient' | 'unit' | 'user'>

/** `id` of the patient, unit or user; null for rooms that exist once. */
export type RoomName =
  | { readonly kind: RoomOfOne; readonly id: string }
  | { readonly kind: Exclude<RoomKind, RoomOfOne>; readonly id: null }

const single: Record<string, Exclude<RoomKind, RoomOfOne>> = {
  [rooms.pharmacyQueue]: 'pharmacyQueue',
  [rooms.labWorklist]: 'labWorklist',
  [rooms.facilityAlerts]: 'facilityAlerts',
}

/** Parses a room name; null when it is invalid. */
export function parseRoom(name: string): RoomName | null {
  const once = single[name]
  if (once) return { kind: once, id: null }
  const [, kind, id] = /^(patient|unit|user):([A-Za-z0-9.-]{1,64})$/.exec(name) ?? []
  return kind && id ? { kind: kind as RoomOfOne, id } : null
}
