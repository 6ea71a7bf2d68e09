import type { Staff } from '../auth/sessions.ts'
import type { Resources } from '../commands/authenticated-context.ts'
import { type Permit, permitForDemoData } from '../commands/permits.ts'
import type { RecordChange } from '../commands/record-change.ts'
import { Refusal } from '../commands/refusal.ts'
import { demoHospital, patientHistoryOf } from './hospital.ts'
import { demoPatients } from './patients/people.ts'
import { DEMO_PASSWORD, type DemoPerson, demoStaff, demoUnits, simulatorStaff } from './staff.ts'

/** Services that the demo seeding uses. */
export interface DemoHost {
  readonly staff: Pick<Staff, 'put' | 'putUnit' | 'byUsername'>
  readonly resources: Pick<Resources, 'read'>
  /** Records a change with `at` as the time of recording. */
  readonly recordAt: (at: Date, permit: Permit, change: RecordChange) => Promise<unknown>
  readonly now: () => Date
}

/** The log keeps seven days of events; older demo history is recorded as if imported five days ago. */
const OLDEST_RECORDING_MS = 5 * 24 * 3_600_000

/** Creates missing demo units and users. Existing users are left alone: their units and passwords may have been changed since. */
async function createStaff({ staff }: DemoHost): Promise<void> {
  const people: readonly DemoPerson[] = [...Object.values(demoStaff), ...Object.values(simulatorStaff)]
  const existing = await Promise.all(people.map(({ username }) => staff.byUsername(username)))
  const missing = people.filter((_, index) => existing[index] === null)
  if (missing.length === 0) return
  for (const unit of demoUnits) await staff.putUnit(unit)
  await Promise.all(missing.map(({ units, ...person }) => staff.put({ ...person, password: DEMO_PASSWORD, unitIds: [...units] })))
}

/** Whether the last resource of the last patient is on record. */
async function isSeeded({ resources, now }: DemoHost): Promise<boolean> {
  const last = demoPatients.at(-1)
  const end = last && patientHistoryOf(last, now()).batches.at(-1)?.resources.at(-1)
  return end?.id !== undefined && (await resources.read(end.resourceType, end.id)) !== null
}

/**
 * Seeds the demo hospital at the first start, with ordinary record changes. If it is interrupted, the next start
 * resumes where it stopped: each batch is recorded once.
 */
export async function fillDemoHospital(host: DemoHost): Promise<void> {
  await createStaff(host)
  if (await isSeeded(host)) return
  const now = host.now()
  const recordedAt = (at: string) => new Date(Math.max(new Date(at).getTime(), now.getTime() - OLDEST_RECORDING_MS))
  for (const { patientId, batches: chapters } of demoHospital(now)) {
    for (const [number, { actor, subject, at, resources: write, events }] of chapters.entries()) {
      // Times are relative to now, so a batch is identified by its position and not by its content.
      const messageId = `${patientId}/${number}`
      const change: RecordChange = {
        commandId: null,
        message: { source: 'demo', messageId },
        input: messageId,
        resources: write,
        events,
        occurredAt: at,
      }
      if (!(await recordBatch(host, recordedAt(at), permitForDemoData(actor, subject), change))) break
    }
  }
}

/** Returns false when an earlier release of the demo recorded this patient: the existing chart stays as it is. */
async function recordBatch(host: DemoHost, at: Date, permit: Permit, change: RecordChange): Promise<boolean> {
  try {
    await host.recordAt(at, permit, change)
    return true
  } catch (error) {
    if (error instanceof Refusal && error.code === 'VERSION_CONFLICT') return false
    throw error
  }
}
