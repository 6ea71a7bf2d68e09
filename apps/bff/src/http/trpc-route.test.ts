import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openTestApp, type SignedInClient, type TestApp } from '../testing/app.ts'

let app: TestApp
let amal: SignedInClient

beforeAll(async () => {
  app = await openTestApp()
  amal = await app.signIn('dr.amal')
})
afterAll(() => app.close())

interface ProcedureResponse {
  readonly result?: { readonly data: { readonly rows: readonly object[] } }
  readonly error?: {
    readonly message: string
    readonly data: { readonly refusal: { readonly code: string } | null; readonly path: string }
  }
}

const json = { 'content-type': 'application/json' }
const send = async (path: string, init: RequestInit = {}) => {
  const response = await amal.fetch(`/trpc/${path}`, init)
  const text = await response.text()
  return { status: response.status, type: response.headers.get('content-type'), text, body: (text ? JSON.parse(text) : null) as unknown }
}
const post = (path: string, body: string, headers: Record<string, string> = json) => send(path, { method: 'POST', headers, body })

describe('procedures over HTTP', () => {
  it('a burst of queries sent as POST is not refused: it does not wait in the queue of the commands', async () => {
    const answers = await Promise.all(Array.from({ length: 400 }, () => post('patients.search', JSON.stringify({ query: 'smith' }))))
    expect(answers.map(({ status }) => status).filter((status) => status !== 200)).toEqual([])
  })

  it('accept a query by URL and return JSON', async () => {
    const { status, type, body } = await send(`patients.search?input=${encodeURIComponent('{}')}`)
    expect({ status, type }).toEqual({ status: 200, type: 'application/json; charset=utf-8' })
    expect((body as ProcedureResponse).result?.data.rows).toEqual([])
  })

  it('return the results of a batch in order, with status 207 when one of them failed', async () => {
    const { status, body } = await post(
      'patients.search,patients.summary,no.such,patients.search?batch=1',
      JSON.stringify({ 0: {}, 1: { patientId: 'p-unknown' }, 2: {}, 3: { query: 'smith' } }),
    )
    expect(status).toBe(207)
    const answers = body as readonly ProcedureResponse[]
    expect(answers.map(({ result, error }) => result?.data.rows ?? error?.data.refusal?.code ?? error?.message)).toEqual([
      [],
      'NO_ACCESS_TO_PATIENT',
      expect.stringContaining('no.such'),
      [],
    ])
    expect(answers[1]?.error?.data.path).toBe('patients.summary')
  })

  it('change nothing by GET: any page can request a URL', async () => {
    const { status, body } = await send(`problems.add?input=${encodeURIComponent('{}')}`)
    expect(status).toBe(404)
    expect((body as ProcedureResponse).result).toBeUndefined()
  })

  it('accept only JSON', async () => {
    expect((await post('patients.search', '{}', { 'content-type': 'text/plain' })).status).toBe(415)
    expect((await post('patients.search', '{}', { 'content-type': 'application/x-www-form-urlencoded' })).status).toBe(415)
  })

  it.each(['{', '[1', 'nonsense-Smith'])('refuse %s as invalid JSON without repeating it', async (body) => {
    const { status, text } = await post('patients.search', body)
    expect(status).toBe(400)
    expect(text).not.toContain('Smith')
    expect((await post('patients.search?batch=1', body)).status).toBe(400)
  })

  it('refuse a batch whose inputs are not an object', async () => {
    expect((await post('patients.search,patients.search?batch=1', '7')).status).toBe(400)
  })
})
