import {
  type Actor,
  mayPublish,
  type PublishedEvent,
  parseRoom,
  type Role,
  type Room,
  type Subject,
  subjectOf,
  type UserId,
} from '@wardline/events'
import type { CareTeam, Patient } from 'fhir/r4'
import type { AuthenticatedContext, PatientAccess, Rights } from './authenticated-context.ts'
import { Refusal } from './refusal.ts'

declare const checked: unique symbol
/** Proof that access was checked. Only this file creates one; recording a change requires one. */
export interface Permit {
  readonly actor: Actor
  /** The patient; null for changes that concern none. */
  readonly subject: Subject | null
  /** The patient resource as read by the check; null when no patient was checked. */
  readonly patient: Patient | null
  readonly purpose: string
  readonly [checked]: true
}

const permit = (actor: Actor, subject: Subject | null, purpose: string, patient: Patient | null = null): Permit =>
  ({ actor, subject, patient, purpose }) as Permit

/** Roles that work with every patient: pharmacy, laboratory, and administrators for the registry's views. */
const everyPatient: readonly Role[] = ['pharmacist', 'labTechnician', 'administrator']

const isMember = (team: CareTeam, userId: string) =>
  team.status !== 'inactive' &&
  team.status !== 'entered-in-error' &&
  (team.participant ?? []).some((participant) => participant.member?.reference === `Practitioner/${userId}`)

function mayOpen(actor: Pick<Actor, 'userId' | 'role'>, access: PatientAccess): boolean {
  if (!access.active) return false
  if (everyPatient.includes(actor.role)) return true
  const { unitId } = subjectOf(access.patient, access.encounter)
  return access.unitIds.includes(unitId) || access.careTeams.some((team) => isMember(team, actor.userId))
}

type Requester = Pick<AuthenticatedContext, 'actor' | 'rights'>

async function onPatient({ actor, rights }: Requester, patientId: string, purpose: string): Promise<Permit> {
  const access = (await rights.onPatients(actor.userId, [patientId])).get(patientId)
  // The same refusal for an unknown patient and a patient without access: a refusal must not reveal who is a patient here.
  if (!access || !mayOpen(actor, access)) throw new Refusal('NO_ACCESS_TO_PATIENT')
  return permit(actor, subjectOf(access.patient, access.encounter), purpose, access.patient)
}

const asOneOf =
  (purpose: string, ...roles: readonly Role[]) =>
  async (ctx: Requester, patientId: string): Promise<Permit> => {
    if (!roles.includes(ctx.actor.role)) throw new Refusal('NOT_ALLOWED')
    return onPatient(ctx, patientId, purpose)
  }

/** Access by care team, unit assignment or role, checked against the current rights. */
export const mustSeePatient = (ctx: Requester, patientId: string): Promise<Permit> => onPatient(ctx, patientId, 'see')
/** Treatment is for physicians and nurses. */
export const mustTreat = asOneOf('treat', 'physician', 'nurse')
/** Orders and prescriptions are for physicians. */
export const mustPrescribe = asOneOf('prescribe', 'physician')
export const mustRecordVitals = asOneOf('record vitals', 'physician', 'nurse')
export const mustBePharmacist = asOneOf('dispense', 'pharmacist')
export const mustBeLab = asOneOf('report results', 'labTechnician')
/** Acting on a critical value is for physicians and nurses, and for the pharmacist who adjusts the medication. */
export const mustActOnAlert = asOneOf('act on an alert', 'physician', 'nurse', 'pharmacist')

/** Administration of the hospital's data: imports, accounts. */
export async function mustAdminister({ actor, rights }: Requester): Promise<Permit> {
  if (actor.role !== 'administrator' || !(await rights.unitsOf(actor.userId))) throw new Refusal('NOT_ALLOWED')
  return permit(actor, null, 'administer')
}

/** Narrows an administrator's permit to one patient of an import. */
export const narrowToPatient = (administering: Permit, subject: Subject | null): Permit => {
  if (administering.purpose !== 'administer') throw new Refusal('NOT_ALLOWED')
  return permit(administering.actor, subject, 'import')
}

/**
 * Permit for a message of another system. `mayPublish` says which service may send which event type; the broker also
 * restricts each service to its own subjects. @param actor the service, or the user that it names
 */
export function permitForService(
  event: Pick<PublishedEvent, 'source' | 'eventType'>,
  actor: Actor,
  about: { subject: Subject; patient: Patient } | null,
): Permit {
  if (!mayPublish(event.source, event.eventType)) throw new Refusal('NOT_ALLOWED')
  return permit(actor, about?.subject ?? null, 'message of another system', about?.patient ?? null)
}

/** Permit for notices that the system raises about itself; they concern no patient. */
export const permitForSystem = (): Permit => permit({ userId: 'system' as UserId, name: 'Wardline', role: 'administrator' }, null, 'notice')

/** Permit for demo data, which is written before any user can sign in and concerns no real patient. */
export const permitForDemoData = (actor: Actor, subject: Subject): Permit => permit(actor, subject, 'demo')

/** Returns the rooms that a user may join now: checked when joining and again whenever rights change (RT10). */
export async function roomsOpenTo(
  actor: Pick<Actor, 'userId' | 'role'>,
  rights: Rights,
  rooms: readonly Room[],
): Promise<ReadonlySet<Room>> {
  const patientIds = rooms.flatMap((room) => {
    const name = parseRoom(room)
    return name?.kind === 'patient' ? name.id : []
  })
  const [units, accessByPatient] = await Promise.all([
    patientIds.length < rooms.length ? rights.unitsOf(actor.userId) : null,
    patientIds.length > 0 ? rights.onPatients(actor.userId, patientIds) : null,
  ])
  const isOpen = (room: Room): boolean => {
    const name = parseRoom(room)
    if (name?.kind === 'patient') {
      const access = accessByPatient?.get(name.id)
      return access !== undefined && mayOpen(actor, access)
    }
    if (!units) return false
    if (!name) return false
    switch (name.kind) {
      case 'unit':
        return everyPatient.includes(actor.role) || units.includes(name.id)
      case 'user':
        return name.id === actor.userId
      case 'pharmacyQueue':
        return actor.role === 'pharmacist'
      case 'labWorklist':
        return actor.role === 'labTechnician'
      case 'facilityAlerts':
        return true
    }
  }
  return new Set(rooms.filter(isOpen))
}
