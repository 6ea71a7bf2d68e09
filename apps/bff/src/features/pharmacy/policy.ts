import { foldText, idOf, isExpired, lineOf, type Person, type PharmacyStage, PRESCRIPTION_VALID_DAYS } from '@wardline/events'
import type { MedicationDispense, MedicationRequest, Task } from 'fhir/r4'
import { Refusal } from '../../commands/refusal.ts'
import { claimOf, holderOf } from '../../fhir-builders/orders/claim.ts'

/** Long enough to read an order and its laboratory values, short enough that a forgotten screen blocks nobody (decision 16). */
export const LEASE_MS = 5 * 60_000

/** A prescription with all its pharmacy work. */
export interface Work {
  readonly request: MedicationRequest
  readonly verify: Task | null
  readonly supply: Task | null
  readonly dispenses: readonly MedicationDispense[]
}

const ofTask = (task: Task | null) => ({ by: task?.owner?.display ?? null, at: task?.lastModified ?? null })

/** A stop ends the prescription and its work together; who reads them one after the other may see it in the work alone. */
const isStopped = ({ request, verify, supply }: Work): boolean =>
  (request.status !== 'active' && request.status !== 'on-hold') || [verify, supply].some((task) => task?.status === 'cancelled')

/** Where the work stands, told from the resources (ux 5.3). */
export function stageOf(work: Work): PharmacyStage {
  const { verify, supply, dispenses } = work
  if (!verify) return 'none'
  if (isStopped(work)) return 'stopped'
  if (verify.status !== 'completed') return 'unverified'
  if (supply?.status === 'completed') return 'dispensed'
  return dispenses.some(({ status }) => status === 'in-progress') ? 'ready' : 'verified'
}

/** After ninety days the reasons for a prescription are somebody else's guess: it is written anew (PHQ-19). */
export function mustBeValid({ request }: Work, now: Date): void {
  const authoredAt = request.authoredOn
  if (authoredAt && isExpired({ authoredAt }, now.getTime()))
    throw new Refusal('PRESCRIPTION_EXPIRED', { authoredAt, validDays: PRESCRIPTION_VALID_DAYS })
}

/** Who stopped it: the last words on the cancelled Task are theirs. */
function stoppedBy({ verify, supply }: Work): { by: Person | null; at: string | null } {
  const note = [verify, supply].flatMap((task) => (task?.status === 'cancelled' ? (task.note?.at(-1) ?? []) : []))[0]
  const userId = idOf(note?.authorReference, 'Practitioner')
  return { by: userId ? { userId, name: note?.authorReference?.display ?? userId } : null, at: note?.time ?? null }
}

/** A stop wins over everything that was under way (PHQ-21); work that never came here cannot be done here. */
export function mustBeAt(work: Work, ...stages: readonly PharmacyStage[]): void {
  const stage = stageOf(work)
  if (stages.includes(stage)) return
  if (stage === 'stopped') throw new Refusal('STOPPED_MEANWHILE', { ...stoppedOrUnknown(work), status: work.request.status })
  throw new Refusal('NOT_IN_THIS_STATE', { stage, ...ofTask(work.supply ?? work.verify) })
}

const stoppedOrUnknown = (work: Work) => {
  const { by, at } = stoppedBy(work)
  const note = work.request.note?.at(-1)
  const userId = idOf(note?.authorReference, 'Practitioner')
  return by
    ? { by, at }
    : { by: userId ? { userId, name: note?.authorReference?.display ?? userId } : null, at: work.request.meta?.lastUpdated ?? null }
}

/** The Task that somebody would hold: verifying first, then making up and handing over. */
export function taskInHand(work: Work): Task {
  const task = work.verify?.status === 'completed' ? work.supply : work.verify
  if (!task) throw new Refusal('NOT_IN_THIS_STATE', { stage: stageOf(work) })
  return task
}

/** One live owner (decision 16): somebody else's claim stands until it lapses. */
export function mustNotBeHeldByAnother(task: Task, me: Person, now: Date): void {
  const holder = holderOf(task, now)
  if (holder && holder.by.userId !== me.userId)
    throw new Refusal('CLAIMED_BY_ANOTHER', { by: holder.by, at: holder.since, leaseUntil: holder.until, lapsed: false })
}

/** Taking over a lapsed claim wants a reason: the other may come back to it (PHQ-7). */
export function mayTake(
  task: Task,
  me: Person,
  now: Date,
  reason: string | null,
): { readonly takenOverFrom: Person | null; readonly since: string | null } {
  mustNotBeHeldByAnother(task, me, now)
  const claim = claimOf(task)
  if (!claim) return { takenOverFrom: null, since: null }
  if (claim.by.userId === me.userId) return { takenOverFrom: null, since: claim.since }
  if (reason === null) throw new Refusal('CLAIMED_BY_ANOTHER', { by: claim.by, at: claim.since, leaseUntil: claim.until, lapsed: true })
  return { takenOverFrom: claim.by, since: null }
}

/** A lease that ran out while nobody took it over is still mine to end. */
export function mustHold(task: Task, me: Person, now: Date): void {
  mustNotBeHeldByAnother(task, me, now)
  const claim = claimOf(task)
  if (claim?.by.userId !== me.userId) throw new Refusal('NOT_CLAIMED_BY_YOU', { by: claim?.by ?? null, lapsed: claim !== null })
}

/** The very order that was read is verified, not its successor. */
export function mustBeThatVersion({ request }: Work, versionId: string): void {
  if (request.meta?.versionId === versionId) return
  throw new Refusal('CHANGED_MEANWHILE', {
    resourceType: 'MedicationRequest',
    id: request.id,
    currentVersionId: request.meta?.versionId ?? null,
    changedAt: request.meta?.lastUpdated ?? null,
  })
}

const unitWords = (unit: string) => foldText(unit).replace(/s$/, '')

/** Units must equal the request's, or the arithmetic is refused: five vials are not five tablets (PHQ-16). */
export function mustBeInSupplyUnit({ request }: Work, unit: string): void {
  const expected = lineOf(request).supply?.unit
  if (expected && unitWords(expected) !== unitWords(unit)) throw new Refusal('INVALID_INPUT', { field: 'quantity.unit', expected })
}

const sameDay = (a: string, b: string) => a.slice(0, 10) === b.slice(0, 10)

/** The same request on the same day again wants a reason, and shows who, when and how much (PHQ-18). */
export function mustNotRepeat({ dispenses }: Work, at: string, reason: string | null): void {
  const earlier = dispenses.find((dispense) => dispense.status === 'completed' && sameDay(dispense.whenHandedOver ?? '', at))
  if (!earlier || reason !== null) return
  const given = earlier.performer?.at(-1)?.actor.display ?? null
  const quantity = earlier.quantity ? { value: earlier.quantity.value ?? null, unit: earlier.quantity.unit ?? null } : null
  throw new Refusal('DUPLICATE_NEEDS_REASON', {
    duplicates: [{ dispenseId: earlier.id, by: given, at: earlier.whenHandedOver ?? null, quantity }],
  })
}
