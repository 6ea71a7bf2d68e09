import { type Applied, type CommandId, commandIdSchema, referTo, type Subject } from '@wardline/events'
import { samples } from '@wardline/events/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import * as z from 'zod'
import { openTestCore, type TestCore } from '../testing/services.ts'
import { newId } from './ids.ts'
import { mustTreat } from './permits.ts'
import { Refusal } from './refusal.ts'
import { authenticated, command, createCallerFactory, router } from './trpc.ts'

let core: TestCore
let jane: Subject

/** Succeeds once: later calls find the state changed, as with an acknowledgement or a claim. */
const once = command
  .input(z.object({ commandId: commandIdSchema, patientId: z.string(), problemId: z.string(), note: z.string().default('none') }))
  .mutation(async ({ ctx, input }) => {
    const permit = await mustTreat(ctx, input.patientId)
    if (await ctx.resources.read('Condition', input.problemId)) throw new Refusal('ALREADY_ACKNOWLEDGED', { by: 'another user' })
    const condition = { ...samples.sampleCondition(), id: input.problemId, meta: undefined, subject: referTo('Patient', input.patientId) }
    return ctx.record(permit, {
      commandId: input.commandId,
      input,
      resources: [condition],
      events: [{ type: 'diagnosis.added', resource: condition, data: {} }],
      answer: { problemId: input.problemId },
    })
  })
const caller = createCallerFactory(
  router({
    once,
    broken: authenticated.query(() => {
      throw new Error('Jane Smith, potassium 6.8')
    }),
  }),
)

beforeAll(async () => {
  core = await openTestCore()
  jane = await core.admit()
})
afterAll(() => core.close())

const newInput = () => ({ commandId: newId() as CommandId, patientId: jane.patientId as string, problemId: newId() })
const reasonOf = (attempt: Promise<unknown>) =>
  attempt.then(
    () => null,
    (error: { cause?: unknown; code?: string }) => ({ http: error.code, refusal: (error.cause as Refusal).code }),
  )

describe('RT17 R18: a command sent over tRPC', () => {
  it.each([2, 3, 4, 5])('sent %i times at once has one effect and is never refused', async (times) => {
    const amal = caller(await core.visit('dr.amal'))
    const input = newInput()
    const answers: Applied[] = await Promise.all(Array.from({ length: times }, () => amal.once(input)))
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1)
    expect(answers[0]).toMatchObject({ outcome: 'applied', problemId: input.problemId })
  })

  it('repeated later gets the first answer, although it would be refused now', async () => {
    const amal = caller(await core.visit('dr.amal'))
    const input = newInput()
    const first = await amal.once(input)
    expect(JSON.stringify(await amal.once(input))).toBe(JSON.stringify(first))
  })

  it('with a new id is refused for its own reason', async () => {
    const amal = caller(await core.visit('dr.amal'))
    const input = newInput()
    await amal.once(input)
    expect(await reasonOf(amal.once({ ...input, commandId: newId() as CommandId }))).toEqual({
      http: 'CONFLICT',
      refusal: 'ALREADY_ACKNOWLEDGED',
    })
  })

  it('with the same id and another body is refused as reused', async () => {
    const amal = caller(await core.visit('dr.amal'))
    const input = newInput()
    await amal.once(input)
    expect((await reasonOf(amal.once({ ...input, note: 'changed' })))?.refusal).toBe('COMMAND_REUSED')
  })

  it('of a user without the right is refused first', async () => {
    const lab = caller(await core.visit('lab.yusuf'))
    expect(await reasonOf(lab.once(newInput()))).toEqual({ http: 'FORBIDDEN', refusal: 'NOT_ALLOWED' })
  })
})

it('a bug is reported as an internal error, not as a refusal', async () => {
  const amal = caller(await core.visit('dr.amal'))
  await expect(amal.broken()).rejects.toMatchObject({ code: 'INTERNAL_SERVER_ERROR' })
})
