import { expect, it } from 'vitest'
import { openTestApp } from '../testing/app.ts'

/** Fails to sign in ten times with forged client addresses, then once more; returns the last status. */
async function guessFromManyAddresses(trustedProxies?: readonly string[]) {
  const app = await openTestApp(trustedProxies ? { trustedProxies } : {})
  const guess = (from: string) =>
    fetch(`${app.url}/api/auth/login`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-forwarded-for': from, 'x-forwarded-proto': 'https' },
      body: JSON.stringify({ username: 'dr.amal', password: 'guessed' }),
    })
  for (let n = 1; n <= 10; n++) await guess(`192.0.2.${n}`)
  const last = (await guess('192.0.2.99')).status
  await app.close()
  return last
}

it('a forged X-Forwarded-For does not evade the limit of failed sign-ins', async () => {
  expect(await guessFromManyAddresses()).toBe(429)
  expect(await guessFromManyAddresses(['192.0.2.0/24'])).toBe(429)
})

it('behind a trusted proxy each client address has its own limit', async () => {
  expect(await guessFromManyAddresses(['loopback'])).toBe(401)
})
