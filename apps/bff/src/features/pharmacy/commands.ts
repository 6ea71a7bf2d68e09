import { type ClaimPrescription, type DispenseMedication, idOf, type PrepareMedication, type VerifyPrescription } from '@wardline/events'
import type { MedicationDispense } from 'fhir/r4'
import type { AuthenticatedContext } from '../../commands/authenticated-context.ts'
import { type CommandContext, commandContextOf } from '../../commands/command-context.ts'
import { mustBePharmacist, type Permit } from '../../commands/permits.ts'
import { Refusal } from '../../commands/refusal.ts'
import { retryOnConflict } from '../../commands/retry-on-conflict.ts'
import { draftDispense, draftSupply, handOver } from '../../fhir-builders/medications/dispense.ts'
import { leased, moveTask, taskCodes } from '../../fhir-builders/orders/task.ts'
import {
  LEASE_MS,
  mayTake,
  mustBeAt,
  mustBeInSupplyUnit,
  mustBeThatVersion,
  mustBeValid,
  mustHold,
  mustNotBeHeldByAnother,
  mustNotRepeat,
  taskInHand,
  type Work,
} from './policy.ts'

interface AtWork {
  readonly permit: Permit
  readonly work: Work
  readonly act: CommandContext
  readonly now: Date
  /** What every step says: which prescription, who, when. */
  readonly step: { readonly prescriptionId: string; readonly by: CommandContext['by']; readonly at: string }
}

/** Reads the prescription with its work and decides; once more when somebody was quicker. */
const atWork = <Answer>(ctx: AuthenticatedContext, prescriptionId: string, decide: (at: AtWork) => Promise<Answer>): Promise<Answer> =>
  retryOnConflict(async () => {
    const request = await ctx.resources.read('MedicationRequest', prescriptionId)
    if (!request) throw new Refusal('NOT_FOUND')
    const permit = await mustBePharmacist(ctx, idOf(request.subject, 'Patient') ?? '')
    const about = `MedicationRequest/${prescriptionId}`
    const tasks = await ctx.resources.find('Task', { about, codes: [taskCodes.verifyPrescription, taskCodes.supplyPrescription] })
    const having = (code: string) => tasks.find((task) => task.code?.coding?.some((coding) => coding.code === code)) ?? null
    const dispenses = await ctx.resources.find('MedicationDispense', { about })
    const work = { request, verify: having(taskCodes.verifyPrescription), supply: having(taskCodes.supplyPrescription), dispenses }
    const act = commandContextOf(ctx, permit)
    return decide({ permit, work, act, now: ctx.now(), step: { prescriptionId, by: act.by, at: act.at } })
  })

/** Takes an item, or renews one's own lease; of two at once exactly one gets it (PHQ-6). */
export const claimPrescription = (ctx: AuthenticatedContext, asked: ClaimPrescription) =>
  atWork(ctx, asked.prescriptionId, async ({ permit, work, act, now, step }) => {
    mustBeAt(work, 'unverified', 'verified', 'ready')
    const task = taskInHand(work)
    const { takenOverFrom, since } = mayTake(task, act.by, now, asked.reason)
    const leaseUntil = new Date(now.getTime() + LEASE_MS).toISOString()
    const note = takenOverFrom && asked.reason ? { by: act.by, text: `Taken over from ${takenOverFrom.name}: ${asked.reason}` } : null
    const moved = moveTask(task, { status: 'accepted', business: 'claimed', at: act.at, owner: act.by, note })
    const claimed = leased(moved, since ?? act.at, leaseUntil)
    return ctx.record(permit, {
      commandId: asked.commandId,
      asked,
      write: [claimed],
      happened: [{ type: 'pharmacy.prescription.claimed', resource: claimed, data: { ...step, leaseUntil, takenOverFrom } }],
      answer: { leaseUntil },
    })
  })

export const releaseClaim = (ctx: AuthenticatedContext, asked: Pick<ClaimPrescription, 'commandId' | 'prescriptionId'>) =>
  atWork(ctx, asked.prescriptionId, async ({ permit, work, act, now, step }) => {
    mustBeAt(work, 'unverified', 'verified', 'ready')
    const task = taskInHand(work)
    mustHold(task, act.by, now)
    const business = task === work.verify ? 'unverified' : 'to-prepare'
    const released = moveTask(task, { status: 'requested', business, at: act.at, owner: null })
    return ctx.record(permit, {
      commandId: asked.commandId,
      asked,
      write: [released],
      happened: [{ type: 'pharmacy.prescription.released', resource: released, data: step }],
    })
  })

/** Verified by whoever holds it, in the version that was read; a concurrent stop wins (ux 5.3). */
export const verifyPrescription = (ctx: AuthenticatedContext, asked: VerifyPrescription) =>
  atWork(ctx, asked.prescriptionId, async ({ permit, work, act, now, step }) => {
    mustBeAt(work, 'unverified')
    mustBeValid(work, now)
    const task = taskInHand(work)
    mustHold(task, act.by, now)
    mustBeThatVersion(work, asked.versionId)
    const note = asked.note ? { by: act.by, text: asked.note } : null
    const verified = moveTask(task, { status: 'completed', business: 'verified', at: act.at, owner: act.by, note })
    const supply = draftSupply(ctx.newId(), work.request, act)
    return ctx.record(permit, {
      commandId: asked.commandId,
      asked,
      write: [verified, supply],
      happened: [{ type: 'pharmacy.prescription.verified', resource: verified, related: [supply], data: step }],
    })
  })

export const prepareMedication = (ctx: AuthenticatedContext, asked: PrepareMedication) =>
  atWork(ctx, asked.prescriptionId, async ({ permit, work, act, now, step }) => {
    mustBeAt(work, 'verified')
    mustBeValid(work, now)
    const task = taskInHand(work)
    mustNotBeHeldByAnother(task, act.by, now)
    const dispense = draftDispense({ ...act, dispenseId: ctx.newId(), request: work.request, lot: asked.lot, expires: asked.expires })
    const ready = moveTask(task, { status: 'in-progress', business: 'ready', at: act.at, owner: act.by })
    return ctx.record(permit, {
      commandId: asked.commandId,
      asked,
      write: [dispense, ready],
      happened: [{ type: 'pharmacy.medication.prepared', resource: dispense, related: [ready], data: step }],
      answer: { dispenseId: dispense.id ?? '' },
    })
  })

/** What was made up, or made up now: a tablet from the shelf has no preparation of its own. */
const dispenseFor = (ctx: AuthenticatedContext, work: Work, act: CommandContext): MedicationDispense =>
  work.dispenses.find(({ status }) => status === 'in-progress') ??
  draftDispense({ ...act, dispenseId: ctx.newId(), request: work.request, lot: null, expires: null })

export const dispenseMedication = (ctx: AuthenticatedContext, asked: DispenseMedication) =>
  atWork(ctx, asked.prescriptionId, async ({ permit, work, act, now, step }) => {
    mustBeAt(work, 'verified', 'ready', 'dispensed')
    mustBeValid(work, now)
    const task = taskInHand(work)
    mustNotBeHeldByAnother(task, act.by, now)
    mustBeInSupplyUnit(work, asked.quantity.unit)
    mustNotRepeat(work, act.at, asked.duplicateReason)
    const given = { by: act.by, at: act.at, quantity: asked.quantity, daysSupply: asked.daysSupply, note: asked.duplicateReason }
    const dispense = handOver(dispenseFor(ctx, work, act), given)
    const supplied = moveTask(task, { status: 'completed', business: 'dispensed', at: act.at, owner: act.by })
    return ctx.record(permit, {
      commandId: asked.commandId,
      asked,
      write: [dispense, supplied],
      happened: [
        { type: 'pharmacy.medication.dispensed', resource: dispense, related: [supplied], data: { ...step, quantity: asked.quantity } },
      ],
      answer: { dispenseId: dispense.id ?? '' },
    })
  })
