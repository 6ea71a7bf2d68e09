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

it('RT11: an error is logged with where it came from and without what it quotes', () => {
  const error = Object.assign(new Error(`duplicate key (name)=(${canary})`), { code: '23505', detail: canary, where: canary })
  const text = logged((log) => log.error({ err: error }, 'failed'))
  expect(text).toContain('23505')
  expect(text).toContain('log.test.ts')
  expect(text).not.toContain(canary)
})

it('RT11: an error with several lines of message keeps none of them', () => {
  const error = new SyntaxError(`Unexpected token\n${canary}\n   at first glance ${canary}`)
  expect(JSON.stringify(withoutPayload(error))).not.toContain('Unexpected')
})

it.each(['password', 'token', 'ticket', 'cookie', 'authorization', 'body', 'input', 'resource', 'subject', 'headers'])(
  'RT11: %s never reaches a log, wherever it stands',
  (key) => {
    const text = logged((log) => {
      log.info({ [key]: canary })
      log.info({ request: { [key]: canary } })
      log.info({ a: { b: { [key]: canary } } })
    })
    expect(text).not.toContain(canary)
  },
)

it('RT11: a request is not logged even when somebody hands it over', () => {
  expect(logged((log) => log.info({ req: { url: `/trpc?input=${canary}` }, res: { text: canary } }))).not.toContain(canary)
})
