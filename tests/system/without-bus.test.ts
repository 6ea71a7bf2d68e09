import { spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import path from 'node:path'
import { rooms } from '@wardline/events'
import { findServers } from '@wardline/test-kit/servers/programs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { testSocket } from '../../apps/bff/src/testing/socket.ts'
import { TestCluster } from './test-cluster.ts'

const { postgres, nats } = findServers()
const STARTING_MS = 180_000

describe.skipIf(!postgres || !nats)('two processes', { timeout: STARTING_MS }, () => {
  let house: TestCluster
  beforeAll(async () => {
    house = await TestCluster.open(2)
  }, STARTING_MS)
  afterAll(() => house.close())

  const urlOf = (process: 0 | 1) => house.instances[process]?.url ?? ''
  async function addProblem(at: 0 | 1, text: string) {
    const response = await fetch(`${urlOf(at)}/trpc/problems.add`, {
      method: 'POST',
      headers: { authorization: `Bearer ${await house.tokenOf('dr.amal')}`, 'content-type': 'application/json' },
      body: JSON.stringify({ commandId: randomUUID(), patientId: house.patient.patientId, code: null, text, onset: null }),
    })
    expect(response.status).toBe(200)
  }

  it('RT5: serve truly while NATS is away, say that they hear late, and say when they do not any more', async () => {
    const room = rooms.patient(house.patient.patientId)
    const screen = await testSocket(urlOf(0), { token: await house.tokenOf('nurse.huda') })
    await screen.enter(room)
    await addProblem(1, 'with NATS')
    await screen.until(() => screen.seqs(room).length === 1)
    await house.nats.kill()
    await screen.next('tick', ({ delayed }) => delayed === true)
    await addProblem(1, 'without NATS')
    await screen.until(() => screen.seqs(room).length === 2)
    await house.nats.up()
    await screen.next('tick', ({ delayed }) => delayed === undefined)
    await addProblem(1, 'with NATS again')
    await screen.until(() => screen.seqs(room).length === 3)
    screen.close()
  })

  it('RT10: close the screens of somebody who is disabled from the command line', async () => {
    const screen = await testSocket(urlOf(0), { token: await house.tokenOf('dr.sami') })
    const command = spawn(process.execPath, [path.join(import.meta.dirname, '../../apps/bff/src/cli/staff.ts'), 'disable', 'dr.sami'], {
      env: { PATH: process.env.PATH ?? '', DATABASE_URL: house.databaseUrl, NATS_URL: house.nats.url },
    })
    const code = await new Promise((resolve) => command.once('close', resolve))
    expect(code).toBe(0)
    expect((await screen.next('session')).state).toBe('ended')
    await screen.closed()
  })
})
