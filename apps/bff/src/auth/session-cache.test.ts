import type { SignedInUser } from '@wardline/events'
import { expect, test } from 'vitest'
import { SessionCache } from './session-cache.ts'
import type { Session } from './sessions.ts'

const session = (sessionHash: string): Session => ({ sessionHash, user: {} as SignedInUser, expiresAt: new Date(0) })

/** Looks up sessions when it is let; counts how often it was asked. */
function desk() {
  let now = 0
  const recent = new SessionCache(() => now)
  const asked: ((found: Session | null) => void)[] = []
  const check = () => new Promise<Session | null>((found) => asked.push(found))
  const pass = (ms: number) => {
    now += ms
  }
  return { recent, asked, pass, of: (credential: string) => recent.of(credential, check) }
}

test('a thousand who show the same at once are one question', async () => {
  const { of, asked } = desk()
  const answers = Promise.all(Array.from({ length: 1000 }, () => of('cookie')))
  asked[0]?.(session('s'))
  expect(new Set((await answers).map((found) => found?.sessionHash))).toEqual(new Set(['s']))
  expect(asked).toHaveLength(1)
})

test('what was checked counts for a second', async () => {
  const { of, asked, pass } = desk()
  const first = of('cookie')
  asked[0]?.(session('s'))
  await first
  pass(999)
  expect((await of('cookie'))?.sessionHash).toBe('s')
  pass(1)
  void of('cookie')
  expect(asked).toHaveLength(2)
})

test('S3: what ended while it was looked up is looked up again, and is nobody’s', async () => {
  const { recent, of, asked } = desk()
  const before = of('cookie')
  recent.clear()
  const after = of('cookie')
  expect(asked).toHaveLength(2)
  asked[0]?.(session('as it was'))
  asked[1]?.(null)
  expect(await after).toBeNull()
  while (asked.length < 3) await Promise.resolve()
  asked[2]?.(null)
  expect(await before).toBeNull()
})

test('nobody is not remembered: who signs in a moment later is somebody', async () => {
  const { of, asked } = desk()
  const nobody = of('cookie')
  asked[0]?.(null)
  expect(await nobody).toBeNull()
  const somebody = of('cookie')
  asked[1]?.(session('s'))
  expect((await somebody)?.sessionHash).toBe('s')
})
