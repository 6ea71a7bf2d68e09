import { idOf } from '@wardline/events'
import type { Resources } from '../../commands/authenticated-context.ts'
import { activeClaimOf } from '../../fhir-builders/orders/claim.ts'
import { taskCodes } from '../../fhir-builders/orders/task.ts'
import type { ActiveClaim } from './claim-expiry.ts'

/** More than a pharmacy's staff can claim at once. */
const MAX_TASKS = 1_000

/** Returns the prescriptions claimed now, without lapsed claims. */
export async function activeClaims(resources: Resources, now: Date): Promise<readonly ActiveClaim[]> {
  const codes = [taskCodes.verifyPrescription, taskCodes.supplyPrescription]
  const tasks = await resources.find('Task', { status: ['accepted'], codes, limit: MAX_TASKS })
  return tasks.flatMap((task) => {
    const claim = activeClaimOf(task, now)
    const prescriptionId = idOf(task.focus, 'MedicationRequest')
    return claim && prescriptionId ? [{ prescriptionId, userId: claim.by.userId }] : []
  })
}
