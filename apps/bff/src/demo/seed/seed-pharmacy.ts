import type { WithId } from '@wardline/events'
import type { MedicationDispense, MedicationRequest, Quantity, Task } from 'fhir/r4'
import { buildDispense, buildSupplyTask, completeDispense } from '../../fhir-builders/medications/dispense.ts'
import { buildPrescription, prescriptionEvent } from '../../fhir-builders/medications/prescription.ts'
import { moveTask, withLease } from '../../fhir-builders/orders/task.ts'
import { drugOf } from '../../reference-data/medications/formulary.ts'
import type { EncounterBuilder } from '../patients/encounter-builder.ts'
import type { ScenarioMedication } from '../patients/patient-scenarios.ts'
import { type DemoPerson, demoStaff } from '../staff.ts'

/** A pharmacist's claim expires after five minutes unless renewed (decision 16). */
const LEASE_MINUTES = 5

/** Seeds a prescription and its pharmacy steps up to the given stage. */
export function seedMedication(stay: EncounterBuilder, { drugId, indication, priority, hoursAgo, stage, order }: ScenarioMedication): void {
  const drug = drugOf(drugId)
  if (!drug) throw new Error(`${drugId} is not in the formulary`)
  const at = stay.minutesAgo(hoursAgo * 60)
  const details = { ...order, indication, priority, note: null, reviewDays: null, asNeededReason: null, duplicateReason: null }
  const built = buildPrescription({
    ...stay.authorship(stay.demo.attending, at),
    prescriptionId: stay.chance.id(),
    taskId: stay.chance.id(),
    drug,
    order: details,
  })
  stay.record(stay.demo.attending, at, [built.request, built.task], [prescriptionEvent(built, details, at)])
  if (stage === 'unverified') return

  const pharmacist = stay.chance.happens(0.5) ? demoStaff.omar : demoStaff.lina
  const by = { userId: pharmacist.userId, name: pharmacist.name }
  const prescriptionId = built.request.id
  const timeAt = (part: number) => stay.minutesAgo(hoursAgo * 60 * (1 - part))
  const claimedAt = stage === 'claimed' ? stay.minutesAgo(1.2) : timeAt(0.2)
  const leaseUntil = stay.after(claimedAt, LEASE_MINUTES)
  const claimed = withLease(
    moveTask(built.task, { status: 'accepted', business: 'claimed', at: claimedAt, owner: by }),
    claimedAt,
    leaseUntil,
  )
  stay.record(
    pharmacist,
    claimedAt,
    [claimed],
    [
      {
        type: 'pharmacy.prescription.claimed',
        resource: claimed,
        data: { prescriptionId, by, at: claimedAt, leaseUntil, takenOverFrom: null },
      },
    ],
  )
  if (stage === 'claimed') return

  const verifiedAt = timeAt(0.25)
  const verified = moveTask(claimed, { status: 'completed', business: 'verified', at: verifiedAt, owner: by })
  const supply = buildSupplyTask(stay.chance.id(), built.request, stay.authorship(pharmacist, verifiedAt))
  stay.record(
    pharmacist,
    verifiedAt,
    [verified, supply],
    [{ type: 'pharmacy.prescription.verified', resource: verified, related: [supply], data: { prescriptionId, by, at: verifiedAt } }],
  )
  if (stage === 'verified') return

  const preparedAt = timeAt(0.4)
  const dispense = buildDispense({
    ...stay.authorship(pharmacist, preparedAt),
    dispenseId: stay.chance.id(),
    request: built.request,
    lot: null,
    expires: null,
  })
  const ready = moveTask(supply, { status: 'in-progress', business: 'ready', at: preparedAt, owner: by })
  stay.record(
    pharmacist,
    preparedAt,
    [dispense, ready],
    [{ type: 'pharmacy.medication.prepared', resource: dispense, related: [ready], data: { prescriptionId, by, at: preparedAt } }],
  )
  if (stage === 'ready') return
  seedDispensed(stay, pharmacist, { prescriptionId, dispense, ready, at: timeAt(0.55), quantity: built.request.dispenseRequest?.quantity })
  if (stage === 'stopped') stopped(stay, built.request, timeAt(0.8))
}

function seedDispensed(
  stay: EncounterBuilder,
  pharmacist: DemoPerson,
  work: {
    prescriptionId: string
    dispense: WithId<MedicationDispense>
    ready: WithId<Task>
    at: string
    quantity: Quantity | undefined
  },
): void {
  const { prescriptionId, at } = work
  const by = { userId: pharmacist.userId, name: pharmacist.name }
  const quantity = { value: work.quantity?.value ?? 1, unit: work.quantity?.unit ?? 'unit' }
  const dispense = completeDispense(work.dispense, { by, at, quantity, daysSupply: null, note: null })
  const supplied = moveTask(work.ready, { status: 'completed', business: 'dispensed', at, owner: by })
  stay.record(
    pharmacist,
    at,
    [dispense, supplied],
    [{ type: 'pharmacy.medication.dispensed', resource: dispense, related: [supplied], data: { prescriptionId, by, at, quantity } }],
  )
}

function stopped(stay: EncounterBuilder, request: WithId<MedicationRequest>, at: string): void {
  const { attending } = stay.demo
  const by = { userId: attending.userId, name: attending.name }
  const reason = 'Changed therapy'
  const stopped = { ...request, status: 'stopped' as const, statusReason: { text: reason } }
  stay.record(
    attending,
    at,
    [stopped],
    [
      {
        type: 'pharmacy.medication.discontinued',
        resource: stopped,
        data: { prescriptionId: request.id, by, at, reason, interrupted: null },
      },
    ],
  )
}
