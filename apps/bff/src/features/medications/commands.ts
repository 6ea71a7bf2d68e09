import { idOf, type Person, type Prescribe, type StopMedication, staff, type stopReasons, systems } from '@wardline/events'
import type { MedicationDispense, MedicationRequest, Task } from 'fhir/r4'
import type { AuthenticatedContext } from '../../commands/authenticated-context.ts'
import { asSeen, type CommandContext, commandContextOf, mustBeAlive } from '../../commands/command-context.ts'
import { mustPrescribe } from '../../commands/permits.ts'
import { Refusal } from '../../commands/refusal.ts'
import { retryOnConflict } from '../../commands/retry-on-conflict.ts'
import { draftPrescription, prescribed } from '../../fhir-builders/medications/prescription.ts'
import { holderOf } from '../../fhir-builders/orders/claim.ts'
import { moveTask, taskCodes } from '../../fhir-builders/orders/task.ts'
import { drugOf } from '../../reference-data/medications/formulary.ts'
import { mustBeActive, mustHaveLimit, mustSuitDrug, sameMedicine } from './policy.ts'

export async function prescribe(ctx: AuthenticatedContext, asked: Prescribe) {
  const permit = await mustPrescribe(ctx, asked.patientId)
  mustBeAlive(permit)
  const drug = drugOf(asked.drugId)
  if (!drug) throw new Refusal('INVALID_INPUT', { drugId: asked.drugId, rule: 'not in the formulary' })
  mustSuitDrug(drug, asked)
  mustHaveLimit(drug, asked)
  if (asked.duplicateReason === null) {
    const active = await ctx.resources.find('MedicationRequest', { patientId: asked.patientId, status: ['active', 'on-hold'], limit: 500 })
    const duplicates = sameMedicine(drug, active)
    if (duplicates.length) throw new Refusal('DUPLICATE_NEEDS_REASON', { duplicates })
  }
  const act = commandContextOf(ctx, permit)
  const drafted = draftPrescription({ ...act, prescriptionId: ctx.newId(), taskId: ctx.newId(), drug, order: asked })
  return ctx.record(permit, {
    commandId: asked.commandId,
    asked,
    write: [drafted.request, drafted.task],
    happened: [prescribed(drafted, asked, act.at)],
    answer: { prescriptionId: drafted.request.id ?? '' },
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

/** Whether any dose was given is not known here, so a withdrawn prescription is `stopped`, never `cancelled`. */
const statusAfter = (reason: StopMedication['reason']): MedicationRequest['status'] =>
  reason === 'entered-in-error' ? 'entered-in-error' : reason === 'completed' ? 'completed' : 'stopped'

/** Work of the pharmacy that is still open ends with the prescription; every open Task is touched so that a concurrent step loses (ux 5.3). */
function ended(tasks: readonly Task[], act: CommandContext, reason: string): readonly Task[] {
  return tasks.map((task) =>
    task.status === 'completed'
      ? { ...task, lastModified: act.at }
      : moveTask(task, { status: 'cancelled', business: 'stopped', at: act.at, reason, note: { by: act.by, text: reason } }),
  )
}

const unfinished = (dispenses: readonly MedicationDispense[], reason: string): readonly MedicationDispense[] =>
  dispenses
    .filter(({ status }) => status === 'preparation' || status === 'in-progress')
    .map((dispense) => ({ ...dispense, status: 'cancelled', statusReasonCodeableConcept: { text: reason } }))

/** Whoever has it in hand in the pharmacy is interrupted by name (PHQ-21). */
const interruptedIn = (tasks: readonly Task[], now: Date): Person | null =>
  tasks.flatMap((task) => holderOf(task, now) ?? [])[0]?.by ?? null

/** Stops a medicine. A stop always wins: a verify or dispense that read the older Task is refused and told who stopped it. */
export const stopMedication = (ctx: AuthenticatedContext, asked: StopMedication) =>
  retryOnConflict(async () => {
    const permit = await mustPrescribe(ctx, asked.patientId)
    const request = await ctx.resources.read('MedicationRequest', asked.prescriptionId)
    if (!request || idOf(request.subject, 'Patient') !== asked.patientId) throw new Refusal('NOT_FOUND')
    const about = `MedicationRequest/${asked.prescriptionId}`
    const tasks = await ctx.resources.find('Task', { about, codes: [taskCodes.verifyPrescription, taskCodes.supplyPrescription] })
    mustBeActive(request, tasks.find(({ status }) => status === 'cancelled')?.note?.at(-1)?.authorReference?.display ?? null)

    const act = commandContextOf(ctx, permit)
    const reason = [reasonWords[asked.reason], asked.explanation].filter(Boolean).join(': ')
    const stopped = asSeen<MedicationRequest>(
      {
        ...request,
        status: statusAfter(asked.reason),
        statusReason: { coding: [{ system: systems.stopReason, code: asked.reason }], text: reason },
        note: [...(request.note ?? []), { authorReference: staff(act.by), time: act.at, text: reason }],
      },
      asked.versionId,
    )
    const dispenses = unfinished(await ctx.resources.find('MedicationDispense', { about }), reason)
    const related = [...ended(tasks, act, reason), ...dispenses]
    const data = { prescriptionId: asked.prescriptionId, by: act.by, at: act.at, reason, interrupted: interruptedIn(tasks, ctx.now()) }
    return ctx.record(permit, {
      commandId: asked.commandId,
      asked,
      write: [stopped, ...related],
      happened: [{ type: 'pharmacy.medication.discontinued', resource: stopped, related, data }],
    })
  })
