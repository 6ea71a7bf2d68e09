import { spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import path from 'node:path'
import { rooms } from '@wardline/events'
import { findServers } from '@wardline/test-kit/servers/programs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { testSocket } from '../../apps/bff/src/testing/realtime/socket.ts'
import { TestCluster } from './test-cluster.ts'

const { postgres, nats } = findServers()
const START_TIMEOUT_MS = 180_000

describe.skipIf(!postgres || !nats)('two processes', { timeout: START_TIMEOUT_MS }, () => {
  let cluster: TestCluster
  beforeAll(async () => {
    cluster = await TestCluster.open(2)
  }, START_TIMEOUT_MS)
  afterAll(() => cluster.close())

  const urlOf = (process: 0 | 1) => cluster.instances[process]?.url ?? ''
  async function addProblem(at: 0 | 1, text: string) {
    const response = await fetch(`${urlOf(at)}/trpc/problems.add`, {
      method: 'POST',
      headers: { authorization: `Bearer ${await cluster.tokenOf('dr.amal')}`, 'content-type': 'application/json' },
      body: JSON.stringify({ commandId: randomUUID(), patientId: cluster.patient.patientId, code: null, text, onset: null }),
    })
    expect(response.status).toBe(200)
  }

  it('RT5: deliver all events during an outage of NATS, and report the start and the end of the delay', async () => {
    const room = rooms.patient(cluster.patient.patientId)
    const socket = await testSocket(urlOf(0), { token: await cluster.tokenOf('nurse.huda') })
    await socket.enter(room)
    await addProblem(1, 'with NATS')
    await socket.until(() => socket.seqs(room).length === 1)
    await cluster.nats.kill()
    await socket.next('tick', ({ delayed }) => delayed === true)
    await addProblem(1, 'without NATS')
    await socket.until(() => socket.seqs(room).length === 2)
    await cluster.nats.up()
    await socket.next('tick', ({ delayed }) => delayed === undefined)
    await addProblem(1, 'with NATS again')
    await socket.until(() => socket.seqs(room).length === 3)
    socket.close()
  })

  it('RT10: close the sockets of a user who is disabled from the command line', async () => {
    const socket = await testSocket(urlOf(0), { token: await cluster.tokenOf('dr.sami') })
    const command = spawn(process.execPath, [path.join(import.meta.dirname, '../../apps/bff/src/cli/staff.ts'), 'disable', 'dr.sami'], {
      env: { PATH: process.env.PATH ?? '', DATABASE_URL: cluster.databaseUrl, NATS_URL: cluster.nats.url },
    })
    const code = await new Promise((resolve) => command.once('close', resolve))
    expect(code).toBe(0)
    expect((await socket.next('session')).state).toBe('ended')
    await socket.closed()
  })
})
