import type { SignedInUser } from '@wardline/events'
import { expect, test, vi } from 'vitest'
import { SessionCache } from './session-cache.ts'
import type { Session } from './sessions.ts'

const session = (sessionHash: string): Session => ({ sessionHash, user: {} as SignedInUser, expiresAt: new Date(0) })

/** A cache whose look-ups are resolved by the test, with a manual clock. */
function openCache() {
  let now = 0
  const cache = new SessionCache(() => now)
  const lookups: ((session: Session | null) => void)[] = []
  const check = () => new Promise<Session | null>((resolve) => lookups.push(resolve))
  const advance = (ms: number) => {
    now += ms
  }
  return { cache, lookups, advance, of: (credential: string) => cache.get(credential, check) }
}

test('a thousand concurrent requests with one credential make one look-up', async () => {
  const { of, lookups } = openCache()
  const answers = Promise.all(Array.from({ length: 1000 }, () => of('cookie')))
  lookups[0]?.(session('s'))
  expect(new Set((await answers).map((found) => found?.sessionHash))).toEqual(new Set(['s']))
  expect(lookups).toHaveLength(1)
})

test('a checked session is cached for one second', async () => {
  const { of, lookups, advance } = openCache()
  const first = of('cookie')
  lookups[0]?.(session('s'))
  await first
  advance(999)
  expect((await of('cookie'))?.sessionHash).toBe('s')
  advance(1)
  void of('cookie')
  expect(lookups).toHaveLength(2)
})

test('S3: a session that ended during its look-up is looked up again and is not valid', async () => {
  const { cache, of, lookups } = openCache()
  const before = of('cookie')
  cache.clear()
  const after = of('cookie')
  expect(lookups).toHaveLength(2)
  lookups[0]?.(session('stale'))
  lookups[1]?.(null)
  expect(await after).toBeNull()
  await vi.waitUntil(() => lookups.length >= 3)
  lookups[2]?.(null)
  expect(await before).toBeNull()
})

test('a missing session is not cached: a sign-in a moment later counts', async () => {
  const { of, lookups } = openCache()
  const anonymous = of('cookie')
  lookups[0]?.(null)
  expect(await anonymous).toBeNull()
  const signedIn = of('cookie')
  lookups[1]?.(session('s'))
  expect((await signedIn)?.sessionHash).toBe('s')
})
