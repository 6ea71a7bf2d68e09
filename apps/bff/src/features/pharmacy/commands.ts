import {
  type ClaimPrescription,
  type DispenseMedication,
  idOf,
  openStages,
  type PrepareMedication,
  type VerifyPrescription,
  type WithId,
} from '@wardline/events'
import type { MedicationDispense } from 'fhir/r4'
import type { AuthenticatedContext } from '../../commands/authenticated-context.ts'
import { type CommandContext, commandContextOf } from '../../commands/command-context.ts'
import { mustBePharmacist, type Permit } from '../../commands/permits.ts'
import { Refusal } from '../../commands/refusal.ts'
import { retryOnConflict } from '../../commands/retry-on-conflict.ts'
import { buildDispense, buildSupplyTask, completeDispense } from '../../fhir-builders/medications/dispense.ts'
import { moveTask, taskCodes, withLease } from '../../fhir-builders/orders/task.ts'
import {
  currentTask,
  LEASE_MS,
  mayClaim,
  mustBeCurrentVersion,
  mustBeInStage,
  mustBeInSupplyUnit,
  mustBeValid,
  mustHoldClaim,
  mustNotBeClaimedByAnother,
  mustNotRepeat,
  type PharmacyWork,
} from './policy.ts'

interface WorkContext {
  readonly permit: Permit
  readonly work: PharmacyWork
  readonly command: CommandContext
  readonly now: Date
  /** Event data of every step: prescription, user and time. */
  readonly step: { readonly prescriptionId: string; readonly by: CommandContext['by']; readonly at: string }
}

/** Reads a prescription with its pharmacy work and runs a decision on it, retried once on a version conflict. */
const withWork = <Answer>(
  ctx: AuthenticatedContext,
  prescriptionId: string,
  decide: (context: WorkContext) => Promise<Answer>,
): Promise<Answer> =>
  retryOnConflict(async () => {
    const request = await ctx.resources.read('MedicationRequest', prescriptionId)
    if (!request) throw new Refusal('NOT_FOUND')
    const permit = await mustBePharmacist(ctx, idOf(request.subject, 'Patient') ?? '')
    const about = `MedicationRequest/${prescriptionId}`
    const tasks = await ctx.resources.find('Task', { about, codes: [taskCodes.verifyPrescription, taskCodes.supplyPrescription] })
    const taskWithCode = (code: string) => tasks.find((task) => task.code?.coding?.some((coding) => coding.code === code)) ?? null
    const dispenses = await ctx.resources.find('MedicationDispense', { about })
    const work = {
      request,
      verify: taskWithCode(taskCodes.verifyPrescription),
      supply: taskWithCode(taskCodes.supplyPrescription),
      dispenses,
    }
    const command = commandContextOf(ctx, permit)
    return decide({ permit, work, command, now: ctx.now(), step: { prescriptionId, by: command.by, at: command.at } })
  })

/** Claims an item, or renews the user's own claim; of two concurrent claims exactly one succeeds (PHQ-6). */
export const claimPrescription = (ctx: AuthenticatedContext, input: ClaimPrescription) =>
  withWork(ctx, input.prescriptionId, async ({ permit, work, command, now, step }) => {
    mustBeInStage(work, ...openStages)
    const task = currentTask(work)
    const { takenOverFrom, since } = mayClaim(task, command.by, now, input.reason)
    const leaseUntil = new Date(now.getTime() + LEASE_MS).toISOString()
    const note = takenOverFrom && input.reason ? { by: command.by, text: `Taken over from ${takenOverFrom.name}: ${input.reason}` } : null
    const moved = moveTask(task, { status: 'accepted', business: 'claimed', at: command.at, owner: command.by, note })
    const claimed = withLease(moved, since ?? command.at, leaseUntil)
    return ctx.record(permit, {
      commandId: input.commandId,
      input,
      resources: [claimed],
      events: [{ type: 'pharmacy.prescription.claimed', resource: claimed, data: { ...step, leaseUntil, takenOverFrom } }],
      answer: { leaseUntil },
    })
  })

export const releaseClaim = (ctx: AuthenticatedContext, input: Pick<ClaimPrescription, 'commandId' | 'prescriptionId'>) =>
  withWork(ctx, input.prescriptionId, async ({ permit, work, command, now, step }) => {
    mustBeInStage(work, ...openStages)
    const task = currentTask(work)
    mustHoldClaim(task, command.by, now)
    const business = task === work.verify ? 'unverified' : 'to-prepare'
    const released = moveTask(task, { status: 'requested', business, at: command.at, owner: null })
    return ctx.record(permit, {
      commandId: input.commandId,
      input,
      resources: [released],
      events: [{ type: 'pharmacy.prescription.released', resource: released, data: step }],
    })
  })

/** Verifies the version that was read, by the holder of the claim; a concurrent discontinuation wins (ux 5.3). */
export const verifyPrescription = (ctx: AuthenticatedContext, input: VerifyPrescription) =>
  withWork(ctx, input.prescriptionId, async ({ permit, work, command, now, step }) => {
    mustBeInStage(work, 'unverified')
    mustBeValid(work, now)
    const task = currentTask(work)
    mustHoldClaim(task, command.by, now)
    mustBeCurrentVersion(work, input.versionId)
    const note = input.note ? { by: command.by, text: input.note } : null
    const verified = moveTask(task, { status: 'completed', business: 'verified', at: command.at, owner: command.by, note })
    const supply = buildSupplyTask(ctx.newId(), work.request, command)
    return ctx.record(permit, {
      commandId: input.commandId,
      input,
      resources: [verified, supply],
      events: [{ type: 'pharmacy.prescription.verified', resource: verified, related: [supply], data: step }],
    })
  })

export const prepareMedication = (ctx: AuthenticatedContext, input: PrepareMedication) =>
  withWork(ctx, input.prescriptionId, async ({ permit, work, command, now, step }) => {
    mustBeInStage(work, 'verified')
    mustBeValid(work, now)
    const task = currentTask(work)
    mustNotBeClaimedByAnother(task, command.by, now)
    const dispense = buildDispense({ ...command, dispenseId: ctx.newId(), request: work.request, lot: input.lot, expires: input.expires })
    const ready = moveTask(task, { status: 'in-progress', business: 'ready', at: command.at, owner: command.by })
    return ctx.record(permit, {
      commandId: input.commandId,
      input,
      resources: [dispense, ready],
      events: [{ type: 'pharmacy.medication.prepared', resource: dispense, related: [ready], data: step }],
      answer: { dispenseId: dispense.id },
    })
  })

/** Returns the prepared dispense, or a new one: ready-made products are dispensed without a preparation step. */
const dispenseFor = (ctx: AuthenticatedContext, work: PharmacyWork, command: CommandContext): WithId<MedicationDispense> =>
  work.dispenses.find(({ status }) => status === 'in-progress') ??
  buildDispense({ ...command, dispenseId: ctx.newId(), request: work.request, lot: null, expires: null })

export const dispenseMedication = (ctx: AuthenticatedContext, input: DispenseMedication) =>
  withWork(ctx, input.prescriptionId, async ({ permit, work, command, now, step }) => {
    mustBeInStage(work, 'verified', 'ready', 'dispensed')
    mustBeValid(work, now)
    const task = currentTask(work)
    mustNotBeClaimedByAnother(task, command.by, now)
    mustBeInSupplyUnit(work, input.quantity.unit)
    mustNotRepeat(work, command.at, input.duplicateReason)
    const handover = { by: command.by, at: command.at, quantity: input.quantity, daysSupply: input.daysSupply, note: input.duplicateReason }
    const dispense = completeDispense(dispenseFor(ctx, work, command), handover)
    const supplied = moveTask(task, { status: 'completed', business: 'dispensed', at: command.at, owner: command.by })
    return ctx.record(permit, {
      commandId: input.commandId,
      input,
      resources: [dispense, supplied],
      events: [
        { type: 'pharmacy.medication.dispensed', resource: dispense, related: [supplied], data: { ...step, quantity: input.quantity } },
      ],
      answer: { dispenseId: dispense.id },
    })
  })
