import { expect, it } from 'vitest'
import { openLog, withoutPayload } from './log.ts'

const canary = 'SMITH, Jane 1297287652'

function logged(act: (log: ReturnType<typeof openLog>) => void): string {
  let text = ''
  const write = (line: string) => {
    text += line
  }
  act(openLog('trace', { write }))
  return text
}

it('RT11: an error is logged with its stack frames and without its message', () => {
  const error = Object.assign(new Error(`duplicate key (name)=(${canary})`), { code: '23505', detail: canary, where: canary })
  const text = logged((log) => log.error({ err: error }, 'failed'))
  expect(text).toContain('23505')
  expect(text).toContain('log.test.ts')
  expect(text).not.toContain(canary)
})

it('RT11: no line of a multi-line error message is logged', () => {
  const error = new SyntaxError(`Unexpected token\n${canary}\n   at first glance ${canary}`)
  expect(JSON.stringify(withoutPayload(error))).not.toContain('Unexpected')
})

it.each(['password', 'token', 'ticket', 'cookie', 'authorization', 'body', 'input', 'resource', 'subject', 'headers'])(
  'RT11: %s is redacted at every depth',
  (key) => {
    const text = logged((log) => {
      log.info({ [key]: canary })
      log.info({ request: { [key]: canary } })
      log.info({ a: { b: { [key]: canary } } })
    })
    expect(text).not.toContain(canary)
  },
)

it('RT11: request and response objects are never logged', () => {
  expect(logged((log) => log.info({ req: { url: `/trpc?input=${canary}` }, res: { text: canary } }))).not.toContain(canary)
})
