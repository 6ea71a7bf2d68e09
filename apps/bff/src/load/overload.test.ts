import { type Applied, type CommandId, commandIdSchema, referTo, rooms, type Subject } from '@wardline/events'
import { samples } from '@wardline/events/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'
import * as z from 'zod'
import { newId } from '../commands/ids.ts'
import { mustSeePatient, mustTreat } from '../commands/permits.ts'
import { authenticated, command, createCallerFactory, router } from '../commands/trpc.ts'
import { DatabaseOutage } from '../database/database.ts'
import { openTestCore, type TestCore } from '../testing/services.ts'

/** More than the running and waiting commands allowed together. */
const TOO_MANY = 400

let core: TestCore
let jane: Subject

const caller = createCallerFactory(
  router({
    add: command.input(z.object({ commandId: commandIdSchema, patientId: z.string() })).mutation(async ({ ctx, input }) => {
      const permit = await mustTreat(ctx, input.patientId)
      const condition = { ...samples.sampleCondition(), id: newId(), meta: undefined, subject: referTo('Patient', input.patientId) }
      const events = [{ type: 'diagnosis.added' as const, resource: condition, data: {} }]
      return ctx.record(permit, { commandId: input.commandId, input, resources: [condition], events })
    }),
    count: authenticated.input(z.object({ patientId: z.string() })).query(async ({ ctx, input }) => {
      await mustSeePatient(ctx, input.patientId)
      return (await ctx.resources.find('Condition', { patientId: input.patientId })).length
    }),
    outage: authenticated.query(() => {
      throw new DatabaseOutage(new Error('Connection terminated unexpectedly'))
    }),
  }),
)

beforeAll(async () => {
  core = await openTestCore()
})
afterAll(() => core.close())

const newInput = () => ({ commandId: newId() as CommandId, patientId: jane.patientId as string })
const head = async () => (await core.log.heads([rooms.patient(jane.patientId)])).get(rooms.patient(jane.patientId))?.seq ?? 0
const reasonOf = (reason: unknown) => {
  const { code, cause } = reason as { code?: string; cause?: { code?: string; detail?: unknown } }
  return { http: code, refusal: cause?.code, detail: cause?.detail }
}

test('RT16: commands over the limit are refused at once, and retried have exactly one effect', async () => {
  jane = await core.admit()
  const amal = caller(await core.visit('dr.amal'))
  const before = await head()
  const commands = Array.from({ length: TOO_MANY }, newInput)
  const answers = new Map<CommandId, Applied>()
  let left = commands
  let rounds = 0
  while (left.length > 0) {
    rounds += 1
    const settled = await Promise.allSettled(left.map((input) => amal.add(input)))
    const refused = left.filter((_, index) => settled[index]?.status === 'rejected')
    for (const [index, outcome] of settled.entries()) {
      if (outcome.status === 'fulfilled') answers.set(left[index]?.commandId as CommandId, outcome.value)
      else expect(reasonOf(outcome.reason)).toEqual({ http: 'SERVICE_UNAVAILABLE', refusal: 'BUSY', detail: { retryAfterMs: 1000 } })
    }
    expect(refused.length).toBeLessThan(left.length)
    // A refused command had no effect.
    expect(await head()).toBe(before + answers.size)
    left = refused
  }
  expect(rounds).toBeGreaterThan(1)
  expect([...answers.values()].every(({ outcome }) => outcome === 'applied')).toBe(true)
  expect(await head()).toBe(before + TOO_MANY)
})

test('a command does not wait behind earlier queries', async () => {
  jane = await core.admit()
  const amal = caller(await core.visit('dr.amal'))
  let read = 0
  const queries = Array.from({ length: TOO_MANY }, () =>
    amal.count({ patientId: jane.patientId }).then(() => {
      read += 1
    }),
  )
  await amal.add(newInput())
  expect(read).toBeLessThan(TOO_MANY / 2)
  await Promise.all(queries)
})

test('a query does not wait behind earlier commands', async () => {
  jane = await core.admit()
  const amal = caller(await core.visit('dr.amal'))
  let done = 0
  const commands = Array.from({ length: TOO_MANY / 2 }, () =>
    amal.add(newInput()).then(() => {
      done += 1
    }),
  )
  await amal.count({ patientId: jane.patientId })
  expect(done).toBeLessThan(TOO_MANY / 4)
  await Promise.all(commands)
})

test('an unreachable database is reported to queries as an outage, not as a bug', async () => {
  const amal = caller(await core.visit('dr.amal'))
  const reason = await amal.outage().catch(reasonOf)
  expect(reason).toEqual({ http: 'SERVICE_UNAVAILABLE', refusal: 'OUTAGE', detail: null })
})
