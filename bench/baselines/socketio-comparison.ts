import { type PatientId, rooms } from '@wardline/events'
import { ClientProcess } from '../clients/client-process.ts'
import type { BenchContext } from '../setup/bench-context.ts'

const patientId = 'p-jane' as PatientId

/** Opens clients in one room of the product's delivery and of a plain Socket.IO server, with the same update for both. */
export async function compareWithSocketIo(bench: BenchContext, members: number) {
  const room = rooms.patient(patientId)
  const ours = await bench.server('clients/delivery-server')
  const baseline = await bench.server('baselines/socketio-server')
  const [ourClients, baselineClients] = await Promise.all([
    ClientProcess.of({ kind: 'io', url: ours.url, clients: members, token: ours.token, rooms: [[room]] }),
    ClientProcess.of({ kind: 'io', url: baseline.url, clients: members, rooms: [[room]] }),
  ])
  const [, payload] = JSON.parse((await ours.child.ask<string>('frame', { room })).slice(2)) as [string, object]
  return { ours, baseline, ourClients, baselineClients, room, emit: { ours: { room, patientId }, baseline: { room, payload } } }
}
