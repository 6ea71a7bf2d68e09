import { type PatientId, rooms } from '@wardline/events'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { embeddedBus } from '../../bus/embedded-bus.ts'
import { openTestApp, type TestApp } from '../../testing/app.ts'
import { ceftriaxoneFor, commandId } from '../../testing/ward.ts'
import { type ActiveClaim, CLAIM_GRACE_MS, startClaimExpiry } from './claim-expiry.ts'
import { SCREENS_MS, SILENT_MS } from './connected-users.ts'

describe('who keeps what they had in hand (PHQ-7)', () => {
  beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] }))
  afterEach(() => void vi.useRealTimers())

  const bus = embeddedBus((error) => {
    throw error
  })
  const told = () => new Promise((resolve) => setImmediate(resolve))

  async function keeping(claims: ActiveClaim[]) {
    const given: string[] = []
    const keeper = await startClaimExpiry({
      bus,
      claims: async () => claims,
      giveBack: async ({ prescriptionId }) => void given.push(prescriptionId),
      failed: (error) => {
        throw error
      },
    })
    const screens = async (instance: string, userIds: readonly string[]) => {
      bus.publish('screens', { instance, userIds })
      await told()
    }
    const does = async (what: 'arrived' | 'departed', userId: string, instance = 'one') => {
      bus.publish(what, { userId, instance })
      await told()
    }
    const passes = async (ms: number) => {
      await vi.advanceTimersByTimeAsync(ms)
      await told()
    }
    /** Time passes, and the process goes on saying who is with it. */
    const passesWith = async (userIds: readonly string[], ms: number) => {
      for (let left = ms; left > 0; left -= SCREENS_MS) {
        await screens('one', userIds)
        await passes(Math.min(left, SCREENS_MS))
      }
    }
    return { keeper, given, does, screens, passes, passesWith, claims }
  }
  const omars = { prescriptionId: 'm-1', userId: 'u-omar' }
  const linas = { prescriptionId: 'm-2', userId: 'u-lina' }

  it('whoever comes back within the grace keeps it; whoever does not lets go, and only of their own', async () => {
    const { keeper, given, does, passesWith } = await keeping([omars, linas])
    await does('arrived', 'u-omar')
    await does('arrived', 'u-lina')
    await does('departed', 'u-omar')
    await passesWith(['u-lina'], CLAIM_GRACE_MS - 1)
    await does('arrived', 'u-omar')
    await passesWith(['u-omar', 'u-lina'], CLAIM_GRACE_MS)
    expect(given).toEqual([])
    await does('departed', 'u-omar')
    await passesWith(['u-lina'], CLAIM_GRACE_MS)
    expect(given).toEqual(['m-1'])
    keeper.stop()
  })

  it('after a restart everybody who held something has the grace to come back', async () => {
    const { keeper, given, does, passes } = await keeping([omars, linas])
    await does('arrived', 'u-lina')
    await passes(CLAIM_GRACE_MS)
    expect(given).toEqual(['m-1'])
    keeper.stop()
  })

  it('whoever has a screen with another process keeps it', async () => {
    const { keeper, given, does, passes } = await keeping([omars])
    await does('arrived', 'u-omar', 'one')
    await does('arrived', 'u-omar', 'two')
    await does('departed', 'u-omar', 'one')
    await passes(SILENT_MS - 1)
    await does('arrived', 'u-lina', 'two')
    await passes(SILENT_MS - 1)
    await does('arrived', 'u-lina', 'two')
    await passes(SILENT_MS - 1)
    expect(given).toEqual([])
    await does('departed', 'u-omar', 'two')
    await passes(CLAIM_GRACE_MS)
    expect(given).toEqual(['m-1'])
    keeper.stop()
  })

  it('a process that started later learns who is where from what the others say', async () => {
    const { keeper, given, screens, passes } = await keeping([omars, linas])
    for (let said = 0; said < 10; said++) {
      await screens('two', ['u-omar'])
      await passes(SCREENS_MS)
    }
    expect(given).toEqual(['m-2'])
    await screens('two', [])
    await passes(CLAIM_GRACE_MS)
    expect(given).toEqual(['m-2', 'm-1'])
    keeper.stop()
  })

  it('a process that falls silent takes its people along, after the grace', async () => {
    const { keeper, given, does, passes } = await keeping([omars])
    await does('arrived', 'u-omar', 'two')
    await passes(SILENT_MS + CLAIM_GRACE_MS - 1)
    expect(given).toEqual([])
    await passes(1)
    expect(given).toEqual(['m-1'])
    keeper.stop()
  })

  it('what was taken in hand after leaving was asked for at the end of the grace, not at its start', async () => {
    const { keeper, given, does, passes, claims } = await keeping([omars])
    await does('departed', 'u-omar')
    claims.length = 0
    await passes(CLAIM_GRACE_MS)
    expect(given).toEqual([])
    keeper.stop()
  })
})

describe('over the real wire', () => {
  let app: TestApp
  beforeEach(async () => {
    app = await openTestApp({ claimGraceMs: 1 })
  })
  afterEach(() => app.close())

  async function claimedByOmar() {
    const patient = await app.core.admit({})
    const [amal, omar, lina] = await Promise.all((['dr.amal', 'pharm.omar', 'pharm.lina'] as const).map((name) => app.signIn(name)))
    if (!amal || !omar || !lina) throw new Error('three people sign in')
    const { text } = await amal.tell('medications.prescribe', ceftriaxoneFor(patient))
    const prescriptionId: string = JSON.parse(text).result.data.prescriptionId
    const watching = await lina.socket()
    await watching.enter(rooms.pharmacyQueue)
    return { omar, lina, watching, prescriptionId, patientId: patient.patientId as PatientId }
  }
  const eventsIn = (watching: Awaited<ReturnType<typeof claimedByOmar>>['watching']) =>
    watching.updates(rooms.pharmacyQueue).map(({ event_type }) => event_type)

  it('the last screen closes: the item is free, everybody is told, and another pharmacist gets it', async () => {
    const { omar, lina, watching, prescriptionId } = await claimedByOmar()
    const his = await omar.socket()
    await omar.tell('pharmacy.claim', { prescriptionId, reason: null })
    expect((await lina.tell('pharmacy.claim', { prescriptionId, reason: null })).status).toBe(409)
    his.close()
    await watching.until(() => eventsIn(watching).includes('pharmacy.prescription.released'))
    expect((await lina.tell('pharmacy.claim', { prescriptionId, reason: null })).status).toBe(200)
    watching.close()
  })

  it('signing out ends the screens, and with them the claim', async () => {
    const { omar, watching, prescriptionId } = await claimedByOmar()
    await omar.socket()
    await omar.tell('pharmacy.claim', { prescriptionId, reason: null, commandId: commandId() })
    await omar.fetch('/api/auth/logout', { method: 'POST' })
    await watching.until(() => eventsIn(watching).includes('pharmacy.prescription.released'))
    watching.close()
  })

  it('one of two screens closes: nothing is given back', async () => {
    const { omar, lina, watching, prescriptionId } = await claimedByOmar()
    const [one] = [await omar.socket(), await omar.socket()]
    await omar.tell('pharmacy.claim', { prescriptionId, reason: null })
    one.close()
    // A later event of the same room has come, so an earlier one would have.
    await omar.tell('pharmacy.verify', { prescriptionId, versionId: '1', note: null })
    await watching.until(() => eventsIn(watching).includes('pharmacy.prescription.verified'))
    expect(eventsIn(watching)).not.toContain('pharmacy.prescription.released')
    expect((await lina.tell('pharmacy.claim', { prescriptionId, reason: null })).status).toBe(200)
    watching.close()
  })
})
