import type { CommandId, Subject } from '@wardline/events'
import { newId } from '../commands/ids.ts'
import { Refusal, type RefusalCode } from '../commands/refusal.ts'
import { createCallerFactory } from '../commands/trpc.ts'
import { type Administration, openAdministration } from '../composition/admin-services.ts'
import { createAppRouter } from '../router.ts'
import type { Username } from './hospital.ts'
import { openTestCore, type TestCore } from './services.ts'

const callersOf = (administration: Administration) =>
  createCallerFactory(createAppRouter({ imports: { list: async () => [], report: async () => null }, administration }))
export type Caller = ReturnType<ReturnType<typeof callersOf>>

/** The services with a tRPC caller for each user. */
export interface TestWard extends TestCore {
  readonly amal: Caller
  readonly sami: Caller
  /** Works on another ward. */
  readonly rana: Caller
  readonly huda: Caller
  readonly omar: Caller
  readonly lina: Caller
  readonly yusuf: Caller
  readonly admin: Caller
  readonly administration: Administration
  /** Clock of all services; `pass` advances it. */
  readonly clock: { now(): Date; pass(ms: number): void }
}

export async function openTestWard(): Promise<TestWard> {
  let time = Date.now()
  const clock = {
    now: () => new Date(time),
    pass: (ms: number) => {
      time += ms
    },
  }
  const core = await openTestCore({ now: clock.now })
  const administration = await openAdministration(core)
  const callerFor = callersOf(administration)
  const of = async (username: Username) => callerFor(await core.visit(username))
  return {
    ...core,
    clock,
    administration,
    async close() {
      await administration.close()
      await core.close()
    },
    amal: await of('dr.amal'),
    sami: await of('dr.sami'),
    rana: await of('dr.rana'),
    huda: await of('nurse.huda'),
    omar: await of('pharm.omar'),
    lina: await of('pharm.lina'),
    yusuf: await of('lab.yusuf'),
    admin: await of('admin'),
  }
}

/** Returns a new command id. */
export const commandId = () => newId() as CommandId

/** Returns the refusal of a call; throws on success and on any other error. */
export async function refusalOf(call: Promise<unknown>): Promise<{ code: RefusalCode; detail: Record<string, unknown> }> {
  try {
    await call
  } catch (error) {
    const cause = error instanceof Refusal ? error : (error as { cause?: unknown }).cause
    if (cause instanceof Refusal) return { code: cause.code, detail: { ...cause.detail } }
    throw error
  }
  throw new Error('The call was not refused.')
}

/** Returns the outcomes of concurrent calls: answers and refusals. */
export async function settleAll<Answer>(
  calls: readonly Promise<Answer>[],
): Promise<{ won: Answer[]; lost: { code: RefusalCode; detail: Record<string, unknown> }[] }> {
  const settled = await Promise.all(
    calls.map((call) =>
      call.then(
        (answer) => ({ answer }),
        async (error) => ({ refusal: await refusalOf(Promise.reject(error)) }),
      ),
    ),
  )
  return {
    won: settled.flatMap((one) => ('answer' in one ? [one.answer] : [])),
    lost: settled.flatMap((one) => ('refusal' in one ? [one.refusal] : [])),
  }
}

export const place = (
  orderableId: string,
  more: {
    duplicateReason?: string
    indication?: string
    priority?: 'routine' | 'stat'
    limitHours?: number
    acceptsUnchecked?: boolean
  } = {},
) => ({
  orderableId,
  priority: more.priority ?? ('routine' as const),
  indication: more.indication ?? null,
  note: null,
  duplicateReason: more.duplicateReason ?? null,
  limitHours: more.limitHours ?? null,
  acceptsUnchecked: more.acceptsUnchecked ?? false,
})

/** Returns a prescription as sent by the form. */
export const ceftriaxoneFor = (patient: Subject) => ({
  commandId: commandId(),
  patientId: patient.patientId,
  drugId: 'rx:2193:injection',
  dose: { value: '2', unit: 'g' as const },
  route: 'intravenous' as const,
  frequency: 'once daily' as const,
  durationDays: 5,
  asNeededReason: null,
  priority: 'urgent' as const,
  indication: 'pneumonia',
  note: null,
  duplicateReason: null,
})
