import { expect, it } from 'vitest'
import { Refusal, type RefusalCode } from '../commands/refusal.ts'
import { type DemoHost, fillDemoHospital } from './fill.ts'
import { demoHospital } from './hospital.ts'

const now = new Date('2026-11-20T21:00:00Z')
const [first, ...others] = demoHospital(now)
const otherBatches = others.flatMap(({ patientId, batches: chapters }) => chapters.map((_, number) => `${patientId}/${number}`))

/** Returns a host with all demo staff present that refuses one batch. */
function hospital(refusedAt: string, code: RefusalCode) {
  const recorded: string[] = []
  const host = {
    staff: { byUsername: async () => ({}) },
    resources: { read: async () => null },
    recordAt: async (_at: Date, _permit: unknown, { input }: { input: unknown }) => {
      if (input === refusedAt) throw new Refusal(code)
      recorded.push(String(input))
    },
    now: () => now,
  } as unknown as DemoHost
  return { host, recorded }
}

it('a patient recorded by an earlier release of the demo is left unchanged, and the others are seeded', async () => {
  const { host, recorded } = hospital(`${first?.patientId}/2`, 'VERSION_CONFLICT')
  await fillDemoHospital(host)
  expect(recorded).toEqual([`${first?.patientId}/0`, `${first?.patientId}/1`, ...otherBatches])
})

it('any other refusal ends the seeding', async () => {
  const { host } = hospital(`${first?.patientId}/2`, 'OUTAGE')
  await expect(fillDemoHospital(host)).rejects.toMatchObject({ code: 'OUTAGE' })
})
