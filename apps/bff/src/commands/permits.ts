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
import type { AuthenticatedContext, OpenWorkOnPatient, Rights } from './authenticated-context.ts'
import { Refusal } from './refusal.ts'

declare const asked: unique symbol

/** The proof that the question "may they?" was asked; only this file makes one, and only the front door takes one. */
export interface Permit {
  readonly actor: Actor
  /** Whom it is about; null for what concerns no patient. */
  readonly subject: Subject | null
  /** The patient as they stood when the question was asked; null where nobody was asked about one. */
  readonly patient: Patient | null
  readonly purpose: string
  readonly [asked]: true
}

const permit = (actor: Actor, subject: Subject | null, purpose: string, patient: Patient | null = null): Permit =>
  ({ actor, subject, patient, purpose }) as Permit

/** Roles whose work spans every patient: the pharmacy, the laboratory, and the administrator for the registry's own views. */
const everyPatient: readonly Role[] = ['pharmacist', 'labTechnician', 'administrator']

const isMember = (team: CareTeam, userId: string) =>
  team.status !== 'inactive' &&
  team.status !== 'entered-in-error' &&
  (team.participant ?? []).some((participant) => participant.member?.reference === `Practitioner/${userId}`)

function mayOpen(actor: Pick<Actor, 'userId' | 'role'>, standing: OpenWorkOnPatient): boolean {
  if (!standing.active) return false
  if (everyPatient.includes(actor.role)) return true
  const { unitId } = subjectOf(standing.patient, standing.encounter)
  return standing.unitIds.includes(unitId) || standing.careTeams.some((team) => isMember(team, actor.userId))
}

type Asker = Pick<AuthenticatedContext, 'actor' | 'rights'>

async function onPatient({ actor, rights }: Asker, patientId: string, purpose: string): Promise<Permit> {
  const standing = (await rights.onPatients(actor.userId, [patientId])).get(patientId)
  // One answer for "does not exist" and "not yours": a refusal must not tell who is a patient here.
  if (!standing || !mayOpen(actor, standing)) throw new Refusal('NO_ACCESS_TO_PATIENT')
  return permit(actor, subjectOf(standing.patient, standing.encounter), purpose, standing.patient)
}

const asOneOf =
  (purpose: string, ...roles: readonly Role[]) =>
  async (ctx: Asker, patientId: string): Promise<Permit> => {
    if (!roles.includes(ctx.actor.role)) throw new Refusal('NOT_ALLOWED')
    return onPatient(ctx, patientId, purpose)
  }

/** Care team, unit assignment or role scope; asked of the rights as they are now. */
export const mustSeePatient = (ctx: Asker, patientId: string): Promise<Permit> => onPatient(ctx, patientId, 'see')
/** Those who treat: physicians and nurses. */
export const mustTreat = asOneOf('treat', 'physician', 'nurse')
/** Orders and prescriptions are a physician's. */
export const mustPrescribe = asOneOf('prescribe', 'physician')
export const mustRecordVitals = asOneOf('record vitals', 'physician', 'nurse')
export const mustBePharmacist = asOneOf('dispense', 'pharmacist')
export const mustBeLab = asOneOf('report results', 'labTechnician')
/** Acting on a critical value: whoever treats, and the pharmacist who adjusts the medicine. */
export const mustActOnAlert = asOneOf('act on an alert', 'physician', 'nurse', 'pharmacist')

/** Administering the hospital's data: imports, accounts. */
export async function mustAdminister({ actor, rights }: Asker): Promise<Permit> {
  if (actor.role !== 'administrator' || !(await rights.unitsOf(actor.userId))) throw new Refusal('NOT_ALLOWED')
  return permit(actor, null, 'administer')
}

/** An administrator's permit brought to one patient: an import holds many. */
export const aboutPatient = (administering: Permit, subject: Subject | null): Permit => {
  if (administering.purpose !== 'administer') throw new Refusal('NOT_ALLOWED')
  return permit(administering.actor, subject, 'import')
}

/**
 * A message of another system: which service may say what was asked when it was read (`mayPublish`), and the broker holds
 * each to its own subjects besides. @param actor the service, or the person it names
 */
export function permitForService(
  event: Pick<PublishedEvent, 'source' | 'eventType'>,
  actor: Actor,
  whose: { subject: Subject; patient: Patient } | null,
): Permit {
  if (!mayPublish(event.source, event.eventType)) throw new Refusal('NOT_ALLOWED')
  return permit(actor, whose?.subject ?? null, 'told by another system', whose?.patient ?? null)
}

/** What the product notices about itself: no patient is in it, and there is nobody to ask. */
export const permitForSystem = (): Permit => permit({ userId: 'system' as UserId, name: 'Wardline', role: 'administrator' }, null, 'notice')

/** The demo hospital's past is written before anybody can sign in: there is nobody to ask, and no real patient to guard. */
export const permitForDemoData = (actor: Actor, subject: Subject): Permit => permit(actor, subject, 'demo')

/** Which of these rooms the person may be in now: the same question at entry and whenever rights change (RT10). */
export async function roomsOpenTo(
  actor: Pick<Actor, 'userId' | 'role'>,
  rights: Rights,
  rooms: readonly Room[],
): Promise<ReadonlySet<Room>> {
  const patientIds = rooms.flatMap((room) => {
    const name = parseRoom(room)
    return name?.kind === 'patient' ? (name.id ?? []) : []
  })
  const [units, standings] = await Promise.all([
    patientIds.length < rooms.length ? rights.unitsOf(actor.userId) : null,
    patientIds.length > 0 ? rights.onPatients(actor.userId, patientIds) : null,
  ])
  const isOpen = (room: Room): boolean => {
    const name = parseRoom(room)
    if (name?.kind === 'patient') {
      const standing = standings?.get(name.id ?? '')
      return standing !== undefined && mayOpen(actor, standing)
    }
    if (!units) return false
    switch (name?.kind) {
      case 'unit':
        return everyPatient.includes(actor.role) || units.includes(name.id ?? '')
      case 'user':
        return name.id === actor.userId
      case 'pharmacyQueue':
        return actor.role === 'pharmacist'
      case 'labWorklist':
        return actor.role === 'labTechnician'
      case 'facilityAlerts':
        return true
      default:
        return false
    }
  }
  return new Set(rooms.filter(isOpen))
}
