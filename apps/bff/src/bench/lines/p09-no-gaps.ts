import { setTimeout as pause } from 'node:timers/promises'
import { type Applied, rooms } from '@wardline/events'
import { Child } from '../child.ts'
import type { Follow, Tally } from '../followers.ts'
import { asFigure, type Line } from '../line.ts'
import type { Workshop } from '../workshop.ts'

const CLIENTS = 200
const ROUNDS = 20
const CUTS_A_ROUND = 30
const COMMANDS_A_ROUND = 10
const CATCH_UP_WITHIN_MS = 60_000

/** P9: two hundred people follow a room while lines are cut, colleagues write side by side, and the server is killed once. */
export const noGaps = (workshop: Workshop): Line => ({
  id: 'P9',
  async run() {
    const product = await workshop.product()
    const { nurse, patientId } = await workshop.nurseAndPatient()
    const room = rooms.patient(patientId)
    const followers = new Child('followers.ts')
    await followers.ask('follow', { url: nurse.url, token: nurse.token, room, clients: CLIENTS } satisfies Follow)
    const expected: number[] = []
    const write = async () => {
      const { positions } = await nurse.tell<Applied>('vitals.record', {
        patientId,
        effectiveAt: new Date().toISOString(),
        values: {
          respiratoryRate: null,
          oxygenSaturation: null,
          systolic: null,
          diastolic: null,
          pulse: 72,
          temperature: null,
          weight: null,
        },
        confirmed: [],
      })
      expected.push(positions[room] ?? Number.NaN)
    }
    for (let round = 0; round < ROUNDS; round++) {
      await followers.ask('cut', { count: CUTS_A_ROUND })
      await Promise.all(Array.from({ length: COMMANDS_A_ROUND }, write))
      if (round !== ROUNDS / 2) continue
      await product.kill()
      await product.start()
    }
    const head = Math.max(...expected)
    const until = performance.now() + CATCH_UP_WITHIN_MS
    while ((await followers.ask<number>('behind', { head })) > 0 && performance.now() < until) await pause(50)
    const tally = await followers.ask<Tally>('tally', { expected })
    await followers.end()
    const of = `${expected.length} events to ${CLIENTS}, ${tally.cuts} cuts, one kill`
    return [
      asFigure({ line: 'P9', workload: `${of}: lost`, unit: '' }, tally.lost, 0),
      asFigure({ line: 'P9', workload: 'the same: applied twice', unit: '' }, tally.repeated, 0),
      asFigure({ line: 'P9', workload: 'the same: out of order', unit: '' }, tally.disordered, 0),
      asFigure({ line: 'P9', workload: 'the same: told to read anew', unit: '' }, tally.resyncs, 0),
    ]
  },
})
