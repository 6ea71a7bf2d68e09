import { type PatientId, rooms } from '@wardline/events'
import { ClientProcess } from '../clients/client-process.ts'
import type { BenchContext } from '../setup/bench-context.ts'

const patientId = 'p-jane' as PatientId

/** A crowd in one room of the product's delivery and of a bare Socket.IO server, and the same update for both. */
export async function besideSocketIo(workshop: BenchContext, members: number) {
  const room = rooms.patient(patientId)
  const ours = await workshop.server('clients/delivery-server')
  const bare = await workshop.server('baselines/socketio-server')
  const [mine, plain] = await Promise.all([
    ClientProcess.of({ kind: 'io', url: ours.url, clients: members, token: ours.token, rooms: [[room]] }),
    ClientProcess.of({ kind: 'io', url: bare.url, clients: members, rooms: [[room]] }),
  ])
  const [, payload] = JSON.parse((await ours.child.ask<string>('frame', { room })).slice(2)) as [string, object]
  return { ours, bare, mine, plain, room, emit: { ours: { room, patientId }, bare: { room, payload } } }
}
