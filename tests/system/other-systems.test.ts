import { randomUUID } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import { findServers } from '@wardline/test-kit/servers/programs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { INBOUND } from '../../apps/bff/src/consumers/dead-letters/dead-letters.ts'
import type { Database } from '../../apps/bff/src/database/database.ts'
import { openDatabase } from '../../apps/bff/src/database/open-database.ts'
import { signIn } from '../../apps/bff/src/testing/app.ts'
import type { TestSocket } from '../../apps/bff/src/testing/realtime/socket.ts'
import { Laboratory } from './laboratory-system.ts'
import { TestCluster } from './test-cluster.ts'

const { postgres, nats } = findServers()

/** A few messages by default; WARDLINE_MESSAGES=5000 for a full run. */
const MESSAGES = Number(process.env.WARDLINE_MESSAGES ?? 100)
const POISONED = 5
const INSTANCES = 3
const PACE_MS = 50

describe.skipIf(!postgres || !nats)('R8: messages of other systems, processed by any of three processes', () => {
  let cluster: TestCluster
  let database: Database
  let laboratory: Laboratory

  beforeAll(async () => {
    cluster = await TestCluster.open(INSTANCES)
    database = await openDatabase({ url: cluster.databaseUrl })
    laboratory = await Laboratory.open(cluster.nats.url)
    // Waits until a process consumes messages.
    await waitForEffects([await laboratory.result(patientId())])
  }, 120_000)
  afterAll(async () => {
    await laboratory.close()
    await database.close()
    await cluster.close()
  })

  const patientId = () => cluster.patient.patientId
  /** Returns the number of events that each message caused. */
  async function effects(): Promise<ReadonlyMap<string, number>> {
    const rows = await database.query<{ id: string; count: number }>(
      'test_effects',
      "SELECT body->>'causationId' AS id, count(*)::int AS count FROM event WHERE body->>'causationId' IS NOT NULL GROUP BY 1",
    )
    return new Map(rows.map(({ id, count }) => [id, count]))
  }
  async function deadLetters() {
    return database.query<{ eventId: string; reason: string; attempts: number }>(
      'test_dead_letters',
      'SELECT event_id AS "eventId", reason, attempts FROM dead_letter WHERE consumer = $1',
      [INBOUND],
    )
  }
  async function until(done: () => Promise<boolean>): Promise<void> {
    while (!(await done())) await pause(10)
  }
  /** Waits until every message has had its effect. */
  const waitForEffects = (ids: readonly string[]) =>
    until(async () => {
      const known = await effects()
      return ids.every((id) => known.has(id))
    })
  const publish = (count: number, send: () => Promise<string>) => Promise.all(Array.from({ length: count }, send))
  const oneEffectEach = (ids: readonly string[]) => new Map(ids.map((id) => [id, 1]))
  const effectsOf = async (ids: readonly string[]) => new Map([...(await effects())].filter(([id]) => ids.includes(id)))

  it('a process that hangs delays messages and reorders them: versions only increase', async () => {
    await laboratory.setRedeliveryAfter(1_000)
    const delivered = (await laboratory.progress()).deliveries
    const reports = Array.from({ length: 5 }, () => randomUUID())
    const [hanging] = cluster.instances
    const resume = hanging?.freeze() ?? (() => undefined)
    const startedAt = Date.now()
    const ids: string[] = []
    for (let version = 0; version < 12; version++)
      ids.push(
        ...(await Promise.all(
          reports.map((reportId) =>
            laboratory.result(patientId(), { reportId, text: `version ${version}`, at: new Date(startedAt + version) }),
          ),
        )),
      )
    await until(async () => {
      // A process that starts consuming sets its own redelivery time.
      await laboratory.setRedeliveryAfter(1_000)
      return (await laboratory.progress()).unacknowledged === 0
    })
    const redelivered = (await laboratory.progress()).deliveries - delivered - ids.length
    expect(redelivered).toBeGreaterThan(0)
    // The resumed process handles its messages for the second time, after later versions.
    resume()
    await until(async () => (await fetch(`${hanging?.url}/readyz`).catch(() => null))?.ok === true)
    await waitForEffects([await laboratory.result(patientId())])
    await until(async () => (await laboratory.progress()).unacknowledged === 0)
    expect([...(await effectsOf(ids)).values()].every((count) => count === 1)).toBe(true)
    for (const id of reports) {
      const rows = await database.query<{ text: string }>(
        'test_history',
        "SELECT body->>'conclusion' AS text FROM resource_history WHERE type = 'DiagnosticReport' AND id = $1 ORDER BY version_id",
        [id],
      )
      const versions = rows.map(({ text }) => Number(text.split(' ')[1]))
      expect(versions).toEqual(versions.toSorted((a, b) => a - b))
      expect(versions.at(-1)).toBe(11)
    }
    console.log(
      `R8: ${ids.length} messages about ${reports.length} reports, ${redelivered} redelivered late: each version newer than the previous one`,
    )
  }, 120_000)

  it('repeated messages have one effect each, also after NATS has forgotten them', async () => {
    const from = laboratory.sent.length
    const ids = await publish(MESSAGES, () => laboratory.result(patientId()))
    await waitForEffects(ids)
    await laboratory.setDuplicateWindow(100)
    let repeated = 0
    for (const message of laboratory.sent.slice(from)) {
      await until(() => laboratory.repeat(message))
      repeated += 1
    }
    // The stream is ordered: the last message is processed after all repeats.
    await waitForEffects([await laboratory.result(patientId())])
    await until(async () => (await laboratory.progress()).unacknowledged === 0)
    expect(await effectsOf(ids)).toEqual(oneEffectEach(ids))
    console.log(`R8: ${repeated} messages repeated after NATS had forgotten them; effects per message: 1`)
  }, 120_000)

  it('another process handles the messages of a killed one, and each critical value raises one alert', async () => {
    // A restarted process sets its own redelivery time.
    await laboratory.setRedeliveryAfter(1_000)
    const [victim, ...survivors] = cluster.instances
    const physicians = await Promise.all(
      survivors.map(async ({ url }) => {
        const socket = await (await signIn(url, 'dr.amal')).socket()
        return { socket, received: alertsOf(socket) }
      }),
    )
    const ids = await publish(MESSAGES, () => laboratory.critical(patientId()))
    await until(async () => [...(await effects()).keys()].filter((id) => ids.includes(id)).length > MESSAGES / 4)
    await victim?.end('SIGKILL')
    await waitForEffects(ids)
    await victim?.up()
    const alerts = await database.query<{ id: string }>(
      'test_alerts',
      "SELECT body->'resource'->>'id' AS id FROM event WHERE type = 'lab.critical.alert' AND body->>'causationId' = ANY($1)",
      [ids],
    )
    expect(alerts).toHaveLength(MESSAGES)
    expect(await effectsOf(ids)).toEqual(oneEffectEach(ids))
    for (const { socket, received } of physicians) await socket.until(() => alerts.every(({ id }) => received.has(id)))
    const repeats = physicians.map(({ received }) => [...received.values()].filter((times) => times > 1).length)
    expect(repeats).toEqual(physicians.map(() => 0))
    for (const { socket } of physicians) socket.close()
    console.log(
      `R8: ${MESSAGES} critical values with one of ${INSTANCES} processes killed: ${alerts.length} recorded once each, ${alerts.length} of ${alerts.length} alerts received, ${Math.max(...repeats)} of them repeated`,
    )
  }, 120_000)

  it('poisoned messages become dead letters after five attempts and do not delay others', async () => {
    // Messages about unknown patients are tried five times within 45 s.
    const poison: string[] = []
    for (let n = 0; n < POISONED; n++) poison.push(await laboratory.result(`unknown-${n}`))
    const durations: number[] = []
    while ((await deadLetters()).length < POISONED) {
      const since = performance.now()
      await waitForEffects([await laboratory.result(patientId())])
      durations.push(performance.now() - since)
      await pause(PACE_MS)
    }
    expect(durations.length).toBeGreaterThan(0)
    const letters = await deadLetters()
    expect(letters.map(({ eventId }) => eventId).toSorted()).toEqual(poison.toSorted())
    for (const { reason, attempts } of letters) {
      expect(attempts).toBe(5)
      expect(reason).toMatch(/^unknown-patient/)
    }
    expect((await effectsOf(poison)).size).toBe(0)
    const sorted = durations.toSorted((a, b) => a - b)
    console.log(
      `R8: ${POISONED} poisoned messages dead-lettered after 5 attempts each; ${durations.length} others recorded in between, p50 ${Math.round(sorted[Math.floor(sorted.length / 2)] ?? 0)} ms, at most ${Math.round(sorted.at(-1) ?? 0)} ms (target 1,000)`,
    )
  }, 120_000)
})

/** Counts the alerts that a socket received, by id. */
function alertsOf(socket: TestSocket): ReadonlyMap<string, number> {
  const received = new Map<string, number>()
  socket.io.prependAny((name: string, { id }: { id?: string }) => {
    if (name === 'critical_alert' && id) received.set(id, (received.get(id) ?? 0) + 1)
  })
  return received
}
