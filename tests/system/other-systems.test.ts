import { randomUUID } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import { findServers } from '@wardline/test-kit/servers/programs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { INBOUND } from '../../apps/bff/src/consumers/dead-letters/dead-letters.ts'
import type { Database } from '../../apps/bff/src/database/database.ts'
import { openDatabase } from '../../apps/bff/src/database/open-database.ts'
import { signIn } from '../../apps/bff/src/testing/app.ts'
import type { TestSocket } from '../../apps/bff/src/testing/socket.ts'
import { Laboratory } from './laboratory-system.ts'
import { TestCluster } from './test-cluster.ts'

const { postgres, nats } = findServers()

/** In CI a few; a long night takes WARDLINE_MESSAGES=5000. */
const MESSAGES = Number(process.env.WARDLINE_MESSAGES ?? 100)
const POISONED = 5
const INSTANCES = 3
const PACE_MS = 50

describe.skipIf(!postgres || !nats)('R8: messages of other systems, taken in by any of three processes', () => {
  let house: TestCluster
  let database: Database
  let laboratory: Laboratory

  beforeAll(async () => {
    house = await TestCluster.open(INSTANCES)
    database = await openDatabase({ url: house.databaseUrl })
    laboratory = await Laboratory.open(house.nats.url)
    // Somebody listens.
    await taken([await laboratory.result(patientId())])
  }, 120_000)
  afterAll(async () => {
    await laboratory.close()
    await database.close()
    await house.close()
  })

  const patientId = () => house.patient.patientId
  /** How many events each message has caused. */
  async function effects(): Promise<ReadonlyMap<string, number>> {
    const rows = await database.query<{ id: string; count: number }>(
      'test_effects',
      "SELECT body->>'causationId' AS id, count(*)::int AS count FROM event WHERE body->>'causationId' IS NOT NULL GROUP BY 1",
    )
    return new Map(rows.map(({ id, count }) => [id, count]))
  }
  async function letters() {
    return database.query<{ eventId: string; reason: string; attempts: number }>(
      'test_letters',
      'SELECT event_id AS "eventId", reason, attempts FROM dead_letter WHERE consumer = $1',
      [INBOUND],
    )
  }
  async function until(done: () => Promise<boolean>): Promise<void> {
    while (!(await done())) await pause(10)
  }
  /** Every message has had its effect. */
  const taken = (ids: readonly string[]) =>
    until(async () => {
      const known = await effects()
      return ids.every((id) => known.has(id))
    })
  const each = (count: number, one: () => Promise<string>) => Promise.all(Array.from({ length: count }, one))
  const once = (ids: readonly string[]) => new Map(ids.map((id) => [id, 1]))
  const of = async (ids: readonly string[]) => new Map([...(await effects())].filter(([id]) => ids.includes(id)))

  it('are held by a process that hangs, and come late and out of order: nothing goes back', async () => {
    await laboratory.givesBackAfter(1_000)
    const delivered = (await laboratory.waiting()).deliveries
    const reports = Array.from({ length: 5 }, () => randomUUID())
    const [hanging] = house.instances
    const goOn = hanging?.freeze() ?? (() => undefined)
    const began = Date.now()
    const ids: string[] = []
    for (let word = 0; word < 12; word++)
      ids.push(
        ...(await Promise.all(
          reports.map((reportId) => laboratory.result(patientId(), { reportId, text: `word ${word}`, at: new Date(began + word) })),
        )),
      )
    await until(async () => {
      // A process that begins to listen asks for its own time.
      await laboratory.givesBackAfter(1_000)
      return (await laboratory.waiting()).unfinished === 0
    })
    const again = (await laboratory.waiting()).deliveries - delivered - ids.length
    expect(again).toBeGreaterThan(0)
    // What it held it takes in now, a second time, long after later words.
    goOn()
    await until(async () => (await fetch(`${hanging?.url}/readyz`).catch(() => null))?.ok === true)
    await taken([await laboratory.result(patientId())])
    await until(async () => (await laboratory.waiting()).unfinished === 0)
    expect([...(await of(ids)).values()].every((count) => count === 1)).toBe(true)
    for (const id of reports) {
      const rows = await database.query<{ text: string }>(
        'test_history',
        "SELECT body->>'conclusion' AS text FROM resource_history WHERE type = 'DiagnosticReport' AND id = $1 ORDER BY version_id",
        [id],
      )
      const words = rows.map(({ text }) => Number(text.split(' ')[1]))
      expect(words).toEqual(words.toSorted((a, b) => a - b))
      expect(words.at(-1)).toBe(11)
    }
    console.log(
      `R8: ${ids.length} words about ${reports.length} reports, ${again} delivered a second time and late: every version newer than the one before`,
    )
  }, 120_000)

  it('come twice, also when NATS has forgotten the first: one effect each', async () => {
    const from = laboratory.sent.length
    const ids = await each(MESSAGES, () => laboratory.result(patientId()))
    await taken(ids)
    await laboratory.remembersFor(100)
    let came = 0
    for (const message of laboratory.sent.slice(from)) {
      await until(() => laboratory.again(message))
      came += 1
    }
    // Each was delivered again before the last one was taken in: one line, one order.
    await taken([await laboratory.result(patientId())])
    await until(async () => (await laboratory.waiting()).unfinished === 0)
    expect(await of(ids)).toEqual(once(ids))
    console.log(`R8: ${came} messages came again after NATS had forgotten them; effects per message: 1`)
  }, 120_000)

  it('are taken in by another process when one is killed; whoever is to be called is called about each', async () => {
    // A process that listens again asks for its own time.
    await laboratory.givesBackAfter(1_000)
    const [victim, ...staying] = house.instances
    const amal = await Promise.all(
      staying.map(async ({ url }) => {
        const socket = await (await signIn(url, 'dr.amal')).socket()
        return { socket, heard: callsTo(socket) }
      }),
    )
    const ids = await each(MESSAGES, () => laboratory.critical(patientId()))
    await until(async () => [...(await effects()).keys()].filter((id) => ids.includes(id)).length > MESSAGES / 4)
    await victim?.end('SIGKILL')
    await taken(ids)
    await victim?.up()
    const alerts = await database.query<{ id: string }>(
      'test_alerts',
      "SELECT body->'resource'->>'id' AS id FROM event WHERE type = 'lab.critical.alert' AND body->>'causationId' = ANY($1)",
      [ids],
    )
    expect(alerts).toHaveLength(MESSAGES)
    expect(await of(ids)).toEqual(once(ids))
    for (const { socket, heard } of amal) await socket.until(() => alerts.every(({ id }) => heard.has(id)))
    const twice = amal.map(({ heard }) => [...heard.values()].filter((times) => times > 1).length)
    expect(twice).toEqual(amal.map(() => 0))
    for (const { socket } of amal) socket.close()
    console.log(
      `R8: ${MESSAGES} critical values with one of ${INSTANCES} processes killed: ${alerts.length} recorded once each, ${alerts.length} of ${alerts.length} called, ${Math.max(...twice)} of them again under the same id`,
    )
  }, 120_000)

  it('that are poison are set aside after five tries; others wait for none of them', async () => {
    // About nobody: each is tried five times over three quarters of a minute.
    const poison: string[] = []
    for (let n = 0; n < POISONED; n++) poison.push(await laboratory.result(`nobody-${n}`))
    const took: number[] = []
    while ((await letters()).length < POISONED) {
      const since = performance.now()
      await taken([await laboratory.result(patientId())])
      took.push(performance.now() - since)
      await pause(PACE_MS)
    }
    expect(took.length).toBeGreaterThan(0)
    const aside = await letters()
    expect(aside.map(({ eventId }) => eventId).toSorted()).toEqual(poison.toSorted())
    for (const { reason, attempts } of aside) {
      expect(attempts).toBe(5)
      expect(reason).toMatch(/^unknown-patient/)
    }
    expect((await of(poison)).size).toBe(0)
    const sorted = took.toSorted((a, b) => a - b)
    console.log(
      `R8: ${POISONED} poisoned messages set aside after 5 tries each; ${took.length} others beside them on record in p50 ${Math.round(sorted[Math.floor(sorted.length / 2)] ?? 0)} ms, at most ${Math.round(sorted.at(-1) ?? 0)} ms (bar 1,000)`,
    )
  }, 120_000)
})

/** How often each call was heard, by its id. */
function callsTo(socket: TestSocket): ReadonlyMap<string, number> {
  const heard = new Map<string, number>()
  socket.io.prependAny((name: string, { id }: { id?: string }) => {
    if (name === 'critical_alert' && id) heard.set(id, (heard.get(id) ?? 0) + 1)
  })
  return heard
}
