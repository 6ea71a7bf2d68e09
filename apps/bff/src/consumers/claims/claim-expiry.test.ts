import { type PatientId, rooms } from '@wardline/events'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { embeddedBus } from '../../bus/embedded-bus.ts'
import { openTestApp, type TestApp } from '../../testing/app.ts'
import { ceftriaxoneFor, commandId } from '../../testing/ward.ts'
import { type ActiveClaim, CLAIM_GRACE_MS, startClaimExpiry } from './claim-expiry.ts'
import { SCREENS_MS, SILENT_MS } from './connected-users.ts'

describe('claims of disconnected users (PHQ-7)', () => {
  beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] }))
  afterEach(() => void vi.useRealTimers())

  const bus = embeddedBus((error) => {
    throw error
  })
  const flushBus = () => new Promise((resolve) => setImmediate(resolve))

  async function startExpiry(claims: ActiveClaim[]) {
    const released: string[] = []
    const expiry = await startClaimExpiry({
      bus,
      activeClaims: async () => claims,
      releaseClaim: async ({ prescriptionId }) => void released.push(prescriptionId),
      onError: (error) => {
        throw error
      },
    })
    const screens = async (instance: string, userIds: readonly string[]) => {
      bus.publish('screens', { instance, userIds })
      await flushBus()
    }
    const publish = async (topic: 'arrived' | 'departed', userId: string, instance = 'one') => {
      bus.publish(topic, { userId, instance })
      await flushBus()
    }
    const advance = async (ms: number) => {
      await vi.advanceTimersByTimeAsync(ms)
      await flushBus()
    }
    /** Advances the time while an instance keeps publishing its connected users. */
    const advanceWith = async (userIds: readonly string[], ms: number) => {
      for (let left = ms; left > 0; left -= SCREENS_MS) {
        await screens('one', userIds)
        await advance(Math.min(left, SCREENS_MS))
      }
    }
    return { expiry, released, publish, screens, advance, advanceWith, claims }
  }
  const omars = { prescriptionId: 'm-1', userId: 'u-omar' }
  const linas = { prescriptionId: 'm-2', userId: 'u-lina' }

  it('are kept by users who reconnect within the grace period and released otherwise', async () => {
    const { expiry, released, publish, advanceWith } = await startExpiry([omars, linas])
    await publish('arrived', 'u-omar')
    await publish('arrived', 'u-lina')
    await publish('departed', 'u-omar')
    await advanceWith(['u-lina'], CLAIM_GRACE_MS - 1)
    await publish('arrived', 'u-omar')
    await advanceWith(['u-omar', 'u-lina'], CLAIM_GRACE_MS)
    expect(released).toEqual([])
    await publish('departed', 'u-omar')
    await advanceWith(['u-lina'], CLAIM_GRACE_MS)
    expect(released).toEqual(['m-1'])
    expiry.stop()
  })

  it('are kept for the grace period after a restart', async () => {
    const { expiry, released, publish, advance } = await startExpiry([omars, linas])
    await publish('arrived', 'u-lina')
    await advance(CLAIM_GRACE_MS)
    expect(released).toEqual(['m-1'])
    expiry.stop()
  })

  it('are kept while the user is connected to another instance', async () => {
    const { expiry, released, publish, advance } = await startExpiry([omars])
    await publish('arrived', 'u-omar', 'one')
    await publish('arrived', 'u-omar', 'two')
    await publish('departed', 'u-omar', 'one')
    await advance(SILENT_MS - 1)
    await publish('arrived', 'u-lina', 'two')
    await advance(SILENT_MS - 1)
    await publish('arrived', 'u-lina', 'two')
    await advance(SILENT_MS - 1)
    expect(released).toEqual([])
    await publish('departed', 'u-omar', 'two')
    await advance(CLAIM_GRACE_MS)
    expect(released).toEqual(['m-1'])
    expiry.stop()
  })

  it('are kept by an instance that started later when another one publishes the user as connected', async () => {
    const { expiry, released, screens, advance } = await startExpiry([omars, linas])
    for (let count = 0; count < 10; count++) {
      await screens('two', ['u-omar'])
      await advance(SCREENS_MS)
    }
    expect(released).toEqual(['m-2'])
    await screens('two', [])
    await advance(CLAIM_GRACE_MS)
    expect(released).toEqual(['m-2', 'm-1'])
    expiry.stop()
  })

  it('are released when the user’s instance stops publishing and the grace period passes', async () => {
    const { expiry, released, publish, advance } = await startExpiry([omars])
    await publish('arrived', 'u-omar', 'two')
    await advance(SILENT_MS + CLAIM_GRACE_MS - 1)
    expect(released).toEqual([])
    await advance(1)
    expect(released).toEqual(['m-1'])
    expiry.stop()
  })

  it('are read at the end of the grace period, not at its start', async () => {
    const { expiry, released, publish, advance, claims } = await startExpiry([omars])
    await publish('departed', 'u-omar')
    claims.length = 0
    await advance(CLAIM_GRACE_MS)
    expect(released).toEqual([])
    expiry.stop()
  })
})

describe('over real connections', () => {
  let app: TestApp
  beforeEach(async () => {
    app = await openTestApp({ claimGraceMs: 1 })
  })
  afterEach(() => app.close())

  async function claimedByOmar() {
    const patient = await app.core.admit({})
    const [amal, omar, lina] = await Promise.all((['dr.amal', 'pharm.omar', 'pharm.lina'] as const).map((name) => app.signIn(name)))
    if (!amal || !omar || !lina) throw new Error('A sign-in is missing.')
    const { text } = await amal.tell('medications.prescribe', ceftriaxoneFor(patient))
    const prescriptionId: string = JSON.parse(text).result.data.prescriptionId
    const watching = await lina.socket()
    await watching.enter(rooms.pharmacyQueue)
    return { omar, lina, watching, prescriptionId, patientId: patient.patientId as PatientId }
  }
  const eventsIn = (watching: Awaited<ReturnType<typeof claimedByOmar>>['watching']) =>
    watching.updates(rooms.pharmacyQueue).map(({ event_type }) => event_type)

  it('closing the last connection releases the claim, publishes it, and another pharmacist can claim', async () => {
    const { omar, lina, watching, prescriptionId } = await claimedByOmar()
    const his = await omar.socket()
    await omar.tell('pharmacy.claim', { prescriptionId, reason: null })
    expect((await lina.tell('pharmacy.claim', { prescriptionId, reason: null })).status).toBe(409)
    his.close()
    await watching.until(() => eventsIn(watching).includes('pharmacy.prescription.released'))
    expect((await lina.tell('pharmacy.claim', { prescriptionId, reason: null })).status).toBe(200)
    watching.close()
  })

  it('signing out closes the connections and releases the claim', async () => {
    const { omar, watching, prescriptionId } = await claimedByOmar()
    await omar.socket()
    await omar.tell('pharmacy.claim', { prescriptionId, reason: null, commandId: commandId() })
    await omar.fetch('/api/auth/logout', { method: 'POST' })
    await watching.until(() => eventsIn(watching).includes('pharmacy.prescription.released'))
    watching.close()
  })

  it('closing one of two connections releases nothing', async () => {
    const { omar, lina, watching, prescriptionId } = await claimedByOmar()
    const [one] = [await omar.socket(), await omar.socket()]
    await omar.tell('pharmacy.claim', { prescriptionId, reason: null })
    one.close()
    // A later event of the room has arrived, so a release would have arrived before it.
    await omar.tell('pharmacy.verify', { prescriptionId, versionId: '1', note: null })
    await watching.until(() => eventsIn(watching).includes('pharmacy.prescription.verified'))
    expect(eventsIn(watching)).not.toContain('pharmacy.prescription.released')
    expect((await lina.tell('pharmacy.claim', { prescriptionId, reason: null })).status).toBe(200)
    watching.close()
  })
})
