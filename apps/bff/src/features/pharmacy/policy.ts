import {
  foldText,
  idOf,
  isExpired,
  lineOf,
  type Person,
  type PharmacyStage,
  PRESCRIPTION_VALID_DAYS,
  type Stored,
  type WithId,
} from '@wardline/events'
import type { MedicationDispense, MedicationRequest, Task } from 'fhir/r4'
import { Refusal } from '../../commands/refusal.ts'
import { activeClaimOf, claimOf } from '../../fhir-builders/orders/claim.ts'

/** Long enough to review an order with its laboratory values, short enough that a forgotten claim does not block colleagues (decision 16). */
export const LEASE_MS = 5 * 60_000

/** A prescription with all its pharmacy work. */
export interface PharmacyWork {
  readonly request: Stored<MedicationRequest>
  readonly verify: WithId<Task> | null
  readonly supply: WithId<Task> | null
  readonly dispenses: readonly WithId<MedicationDispense>[]
}

const authorOf = (task: Task | null) => ({ by: task?.owner?.display ?? null, at: task?.lastModified ?? null })

/** Discontinuing ends the prescription and its work together; a reader of both, one after the other, may see it in the work only. */
const isStopped = ({ request, verify, supply }: PharmacyWork): boolean =>
  (request.status !== 'active' && request.status !== 'on-hold') || [verify, supply].some((task) => task?.status === 'cancelled')

/** Returns the stage of the work, derived from the resources (ux 5.3). */
export function stageOf(work: PharmacyWork): PharmacyStage {
  const { verify, supply, dispenses } = work
  if (!verify) return 'none'
  if (isStopped(work)) return 'stopped'
  if (verify.status !== 'completed') return 'unverified'
  if (supply?.status === 'completed') return 'dispensed'
  return dispenses.some(({ status }) => status === 'in-progress') ? 'ready' : 'verified'
}

/** After 90 days the indication of a prescription may no longer hold: a new one is required (PHQ-19). */
export function mustBeValid({ request }: PharmacyWork, now: Date): void {
  const authoredAt = request.authoredOn
  if (authoredAt && isExpired({ authoredAt }, now.getTime()))
    throw new Refusal('PRESCRIPTION_EXPIRED', { authoredAt, validDays: PRESCRIPTION_VALID_DAYS })
}

/** Returns who discontinued it: the author of the last note on the cancelled Task. */
function stoppedBy({ verify, supply }: PharmacyWork): { by: Person | null; at: string | null } {
  const note = [verify, supply].flatMap((task) => (task?.status === 'cancelled' ? (task.note?.at(-1) ?? []) : []))[0]
  const userId = idOf(note?.authorReference, 'Practitioner')
  return { by: userId ? { userId, name: note?.authorReference?.display ?? userId } : null, at: note?.time ?? null }
}

/** Work must be in one of these stages; a discontinued prescription is refused with its author (PHQ-21). */
export function mustBeInStage(work: PharmacyWork, ...stages: readonly PharmacyStage[]): void {
  const stage = stageOf(work)
  if (stages.includes(stage)) return
  if (stage === 'stopped') throw new Refusal('DISCONTINUED', { ...discontinuationOf(work), status: work.request.status })
  throw new Refusal('NOT_IN_THIS_STATE', { stage, ...authorOf(work.supply ?? work.verify) })
}

const discontinuationOf = (work: PharmacyWork) => {
  const { by, at } = stoppedBy(work)
  const note = work.request.note?.at(-1)
  const userId = idOf(note?.authorReference, 'Practitioner')
  return by
    ? { by, at }
    : { by: userId ? { userId, name: note?.authorReference?.display ?? userId } : null, at: work.request.meta.lastUpdated }
}

/** Returns the Task that a claim refers to: verification first, then preparing and dispensing. */
export function currentTask(work: PharmacyWork): WithId<Task> {
  const task = work.verify?.status === 'completed' ? work.supply : work.verify
  if (!task) throw new Refusal('NOT_IN_THIS_STATE', { stage: stageOf(work) })
  return task
}

/** One active claim at a time (decision 16): another user's claim counts until it lapses. */
export function mustNotBeClaimedByAnother(task: Task, user: Person, now: Date): void {
  const holder = activeClaimOf(task, now)
  if (holder && holder.by.userId !== user.userId)
    throw new Refusal('CLAIMED_BY_ANOTHER', { by: holder.by, at: holder.since, leaseUntil: holder.until, lapsed: false })
}

/** Taking over a lapsed claim requires a reason: its holder may return to it (PHQ-7). */
export function mayClaim(
  task: Task,
  user: Person,
  now: Date,
  reason: string | null,
): { readonly takenOverFrom: Person | null; readonly since: string | null } {
  mustNotBeClaimedByAnother(task, user, now)
  const claim = claimOf(task)
  if (!claim) return { takenOverFrom: null, since: null }
  if (claim.by.userId === user.userId) return { takenOverFrom: null, since: claim.since }
  if (reason === null) throw new Refusal('CLAIMED_BY_ANOTHER', { by: claim.by, at: claim.since, leaseUntil: claim.until, lapsed: true })
  return { takenOverFrom: claim.by, since: null }
}

/** A lapsed claim that was not taken over still allows its holder to finish. */
export function mustHoldClaim(task: Task, user: Person, now: Date): void {
  mustNotBeClaimedByAnother(task, user, now)
  const claim = claimOf(task)
  if (claim?.by.userId !== user.userId) throw new Refusal('NOT_CLAIMED_BY_YOU', { by: claim?.by ?? null, lapsed: claim !== null })
}

/** The version that was read must be the current one. */
export function mustBeCurrentVersion({ request }: PharmacyWork, versionId: string): void {
  if (request.meta.versionId === versionId) return
  throw new Refusal('VERSION_CONFLICT', {
    resourceType: 'MedicationRequest',
    id: request.id,
    currentVersionId: request.meta.versionId,
    changedAt: request.meta.lastUpdated,
  })
}

const unitWords = (unit: string) => foldText(unit).replace(/s$/, '')

/** The unit must be the prescription's: five vials are not five tablets (PHQ-16). */
export function mustBeInSupplyUnit({ request }: PharmacyWork, unit: string): void {
  const expected = lineOf(request).supply?.unit
  if (expected && unitWords(expected) !== unitWords(unit)) throw new Refusal('INVALID_INPUT', { field: 'quantity.unit', expected })
}

const sameDay = (a: string, b: string) => a.slice(0, 10) === b.slice(0, 10)

/** Dispensing again on the same day requires a reason; the refusal has author, time and quantity (PHQ-18). */
export function mustNotRepeat({ dispenses }: PharmacyWork, at: string, reason: string | null): void {
  const earlier = dispenses.find((dispense) => dispense.status === 'completed' && sameDay(dispense.whenHandedOver ?? '', at))
  if (!earlier || reason !== null) return
  const dispensedBy = earlier.performer?.at(-1)?.actor.display ?? null
  const quantity = earlier.quantity ? { value: earlier.quantity.value ?? null, unit: earlier.quantity.unit ?? null } : null
  throw new Refusal('DUPLICATE_NEEDS_REASON', {
    duplicates: [{ dispenseId: earlier.id, by: dispensedBy, at: earlier.whenHandedOver ?? null, quantity }],
  })
}
