import { expect, it } from 'vitest'
import { openTestApp } from '../testing/app.ts'

/** Wrong sign-ins of one person, each saying that it comes from elsewhere; then one more. */
async function guessFromManyPlaces(trustedProxies?: readonly string[]) {
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

it('nobody escapes the count of wrong sign-ins by saying that they are elsewhere', async () => {
  expect(await guessFromManyPlaces()).toBe(429)
  expect(await guessFromManyPlaces(['192.0.2.0/24'])).toBe(429)
})

it('behind a trusted proxy each address is counted alone: one who guesses keeps nobody else out', async () => {
  expect(await guessFromManyPlaces(['loopback'])).toBe(401)
})
