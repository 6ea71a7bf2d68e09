import { idOf } from '@wardline/events'
import type { Resources } from '../../commands/authenticated-context.ts'
import { holderOf } from '../../fhir-builders/orders/claim.ts'
import { taskCodes } from '../../fhir-builders/orders/task.ts'
import type { ActiveClaim } from './claim-expiry.ts'

/** More than a pharmacy's staff can have in hand at once. */
const MOST = 1_000

/** Prescriptions that somebody has in hand now; a lapsed lease holds nothing. */
export async function activeClaims(resources: Resources, now: Date): Promise<readonly ActiveClaim[]> {
  const codes = [taskCodes.verifyPrescription, taskCodes.supplyPrescription]
  const tasks = await resources.find('Task', { status: ['accepted'], codes, limit: MOST })
  return tasks.flatMap((task) => {
    const holder = holderOf(task, now)
    const prescriptionId = idOf(task.focus, 'MedicationRequest')
    return holder && prescriptionId ? [{ prescriptionId, userId: holder.by.userId }] : []
  })
}
