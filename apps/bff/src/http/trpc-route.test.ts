import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openTestApp, type SignedInClient, type TestApp } from '../testing/app.ts'

let app: TestApp
let amal: SignedInClient

beforeAll(async () => {
  app = await openTestApp()
  amal = await app.signIn('dr.amal')
})
afterAll(() => app.close())

interface Answer {
  readonly result?: { readonly data: { readonly rows: readonly object[] } }
  readonly error?: {
    readonly message: string
    readonly data: { readonly refusal: { readonly code: string } | null; readonly path: string }
  }
}

const json = { 'content-type': 'application/json' }
const asked = async (path: string, init: RequestInit = {}) => {
  const response = await amal.fetch(`/trpc/${path}`, init)
  const text = await response.text()
  return { status: response.status, type: response.headers.get('content-type'), text, answer: (text ? JSON.parse(text) : null) as unknown }
}
const post = (path: string, body: string, headers: Record<string, string> = json) => asked(path, { method: 'POST', headers, body })

describe('procedures over HTTP', () => {
  it('answer a query by its address, as JSON', async () => {
    const { status, type, answer } = await asked(`patients.search?input=${encodeURIComponent('{}')}`)
    expect({ status, type }).toEqual({ status: 200, type: 'application/json; charset=utf-8' })
    expect((answer as Answer).result?.data.rows).toEqual([])
  })

  it('answer a batch each in its place, and say by the status that one of them failed', async () => {
    const { status, answer } = await post(
      'patients.search,patients.summary,no.such,patients.search?batch=1',
      JSON.stringify({ 0: {}, 1: { patientId: 'nobody' }, 2: {}, 3: { query: 'smith' } }),
    )
    expect(status).toBe(207)
    const answers = answer as readonly Answer[]
    expect(answers.map(({ result, error }) => result?.data.rows ?? error?.data.refusal?.code ?? error?.message)).toEqual([
      [],
      'NO_ACCESS_TO_PATIENT',
      expect.stringContaining('no.such'),
      [],
    ])
    expect(answers[1]?.error?.data.path).toBe('patients.summary')
  })

  it('change nothing by GET: an address can be asked by any page', async () => {
    const { status, answer } = await asked(`problems.add?input=${encodeURIComponent('{}')}`)
    expect(status).toBe(404)
    expect((answer as Answer).result).toBeUndefined()
  })

  it('take nothing but JSON', async () => {
    expect((await post('patients.search', '{}', { 'content-type': 'text/plain' })).status).toBe(415)
    expect((await post('patients.search', '{}', { 'content-type': 'application/x-www-form-urlencoded' })).status).toBe(415)
  })

  it.each(['{', '[1', 'nonsense-Smith'])('say that %s is no JSON without repeating it', async (body) => {
    const { status, text } = await post('patients.search', body)
    expect(status).toBe(400)
    expect(text).not.toContain('Smith')
    expect((await post('patients.search?batch=1', body)).status).toBe(400)
  })

  it('take no batch without inputs for one', async () => {
    expect((await post('patients.search,patients.search?batch=1', '7')).status).toBe(400)
  })
})
