import {
  idOf,
  type Person,
  type Prescribe,
  type StopMedication,
  type Stored,
  staff,
  type stopReasons,
  systems,
  type WithId,
} from '@wardline/events'
import type { MedicationDispense, MedicationRequest, Task } from 'fhir/r4'
import type { AuthenticatedContext } from '../../commands/authenticated-context.ts'
import { atVersion, type CommandContext, commandContextOf, mustBeAlive } from '../../commands/command-context.ts'
import { decideOnCurrent } from '../../commands/guards/decide-on-current.ts'
import { mustPrescribe } from '../../commands/permits.ts'
import { Refusal } from '../../commands/refusal.ts'
import { retryOnConflict } from '../../commands/retry-on-conflict.ts'
import { buildPrescription, prescriptionEvent } from '../../fhir-builders/medications/prescription.ts'
import { activeClaimOf } from '../../fhir-builders/orders/claim.ts'
import { moveTask, taskCodes } from '../../fhir-builders/orders/task.ts'
import { drugOf } from '../../reference-data/medications/formulary.ts'
import { mustBeActive, mustHaveLimit, mustSuitDrug, sameMedicine } from './policy.ts'

export async function prescribe(ctx: AuthenticatedContext, input: Prescribe) {
  const permit = await mustPrescribe(ctx, input.patientId)
  mustBeAlive(permit)
  const drug = drugOf(input.drugId)
  if (!drug) throw new Refusal('INVALID_INPUT', { drugId: input.drugId, rule: 'not in the formulary' })
  mustSuitDrug(drug, input)
  mustHaveLimit(drug, input)
  const context = commandContextOf(ctx, permit)
  const built = buildPrescription({ ...context, prescriptionId: ctx.newId(), taskId: ctx.newId(), drug, order: input })
  return decideOnCurrent(ctx, input.patientId, async (decidedAt) => {
    if (input.duplicateReason === null) {
      const active = await ctx.resources.find('MedicationRequest', {
        patientId: input.patientId,
        status: ['active', 'on-hold'],
        limit: 500,
      })
      const duplicates = sameMedicine(drug, active)
      if (duplicates.length) throw new Refusal('DUPLICATE_NEEDS_REASON', { duplicates })
    }
    return ctx.record(permit, {
      commandId: input.commandId,
      input,
      resources: [built.request, built.task],
      events: [prescriptionEvent(built, input, context.at)],
      decidedAt,
      answer: { prescriptionId: built.request.id },
    })
  })
}

const reasonWords: Record<(typeof stopReasons)[number], string> = {
  completed: 'Course completed',
  'adverse-reaction': 'Adverse reaction',
  ineffective: 'Ineffective',
  'changed-therapy': 'Changed therapy',
  'patient-refused': 'Patient refused',
  'entered-in-error': 'Entered in error',
  other: 'Other',
}

/** Whether a dose was given is unknown here, so a discontinued prescription is `stopped`, never `cancelled`. */
const statusAfter = (reason: StopMedication['reason']): MedicationRequest['status'] =>
  reason === 'entered-in-error' ? 'entered-in-error' : reason === 'completed' ? 'completed' : 'stopped'

/** Ends the open pharmacy work of a prescription. Every Task gets a new version, so that a concurrent step is refused (ux 5.3). */
function endTasks(tasks: readonly Stored<Task>[], context: CommandContext, reason: string): readonly WithId<Task>[] {
  return tasks.map((task) =>
    task.status === 'completed'
      ? { ...task, lastModified: context.at }
      : moveTask(task, { status: 'cancelled', business: 'stopped', at: context.at, reason, note: { by: context.by, text: reason } }),
  )
}

const cancelUnfinished = (dispenses: readonly Stored<MedicationDispense>[], reason: string): readonly Stored<MedicationDispense>[] =>
  dispenses
    .filter(({ status }) => status === 'preparation' || status === 'in-progress')
    .map((dispense) => ({ ...dispense, status: 'cancelled', statusReasonCodeableConcept: { text: reason } }))

/** Returns the pharmacist whose claim is interrupted (PHQ-21). */
const interruptedIn = (tasks: readonly Task[], now: Date): Person | null =>
  tasks.flatMap((task) => activeClaimOf(task, now) ?? [])[0]?.by ?? null

/** Discontinues a medication. Discontinuing always wins: a verify or dispense that read the older Task is refused with the name of who discontinued it. */
export const stopMedication = (ctx: AuthenticatedContext, input: StopMedication) =>
  retryOnConflict(async () => {
    const permit = await mustPrescribe(ctx, input.patientId)
    const request = await ctx.resources.read('MedicationRequest', input.prescriptionId)
    if (!request || idOf(request.subject, 'Patient') !== input.patientId) throw new Refusal('NOT_FOUND')
    const about = `MedicationRequest/${input.prescriptionId}`
    const tasks = await ctx.resources.find('Task', { about, codes: [taskCodes.verifyPrescription, taskCodes.supplyPrescription] })
    mustBeActive(request, tasks.find(({ status }) => status === 'cancelled')?.note?.at(-1)?.authorReference?.display ?? null)

    const context = commandContextOf(ctx, permit)
    const reason = [reasonWords[input.reason], input.explanation].filter(Boolean).join(': ')
    const stopped = atVersion<MedicationRequest>(
      {
        ...request,
        status: statusAfter(input.reason),
        statusReason: { coding: [{ system: systems.stopReason, code: input.reason }], text: reason },
        note: [...(request.note ?? []), { authorReference: staff(context.by), time: context.at, text: reason }],
      },
      input.versionId,
    )
    const dispenses = cancelUnfinished(await ctx.resources.find('MedicationDispense', { about }), reason)
    const related = [...endTasks(tasks, context, reason), ...dispenses]
    const data = {
      prescriptionId: input.prescriptionId,
      by: context.by,
      at: context.at,
      reason,
      interrupted: interruptedIn(tasks, ctx.now()),
    }
    return ctx.record(permit, {
      commandId: input.commandId,
      input,
      resources: [stopped, ...related],
      events: [{ type: 'pharmacy.medication.discontinued', resource: stopped, related, data }],
    })
  })
