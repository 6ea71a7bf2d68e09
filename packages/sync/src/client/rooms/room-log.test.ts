import type { Delivery, Epoch, Room } from '@wardline/events'
import { anEvent } from '@wardline/events/testing'
import { expect, test } from 'vitest'
import { RoomLog } from './room-log.ts'

const epoch = 'epoch-1' as Epoch
const room = 'patient:p-jane' as Room
const event = anEvent('lab.order.created')
const delivery = (seq: number, prev = seq - 1): Delivery => ({ room, epoch, seq, prev, event })
const seqs = (deliveries: readonly Delivery[] | null) => deliveries?.map(({ seq }) => seq) ?? null

test('RT6: the next delivery is appended, a known one dropped, one beyond a hole set aside', () => {
  const log = new RoomLog({ epoch, seq: 10 })
  expect(log.append(delivery(11))).toBe('appended')
  expect(log.append(delivery(11))).toBe('duplicate')
  expect(log.append(delivery(13))).toBe('gap')
  expect(log.last).toBe(11)
  expect(log.append(delivery(12))).toBe('appended')
  expect(log.last).toBe(13)
  expect(seqs(log.since(10))).toEqual([11, 12, 13])
})

test('RT1: numbers of another audience are no hole', () => {
  const log = new RoomLog({ epoch, seq: 10 })
  expect(log.append(delivery(14, 8))).toBe('appended')
  expect(log.append(delivery(17, 14))).toBe('appended')
  expect(log.hasHole).toBe(false)
})

test('RT6: an answer from the last known number closes the hole, and the deliveries set aside follow', () => {
  const log = new RoomLog({ epoch, seq: 10 })
  log.append(delivery(14))
  log.append(delivery(13))
  expect(log.hasHole).toBe(true)
  log.fill(10, [delivery(11), delivery(12)], 12)
  expect(log.last).toBe(14)
  expect(log.hasHole).toBe(false)
  expect(seqs(log.since(10))).toEqual([11, 12, 13, 14])
})

test('RT8: the log reaches back to an older snapshot', () => {
  const log = new RoomLog({ epoch, seq: 10 })
  log.append(delivery(11))
  expect(log.since(7)).toBeNull()
  log.fill(7, [delivery(8), delivery(10, 8), delivery(11, 10), delivery(12)], 12)
  expect(seqs(log.since(7))).toEqual([8, 10, 11, 12])
  expect(log.last).toBe(12)
})

test('an answer that starts beyond the last known number is ignored', () => {
  const log = new RoomLog({ epoch, seq: 10 })
  log.fill(12, [delivery(13)], 13)
  expect(log.last).toBe(10)
})

test('a head without deliveries means that no delivery is missing up to it', () => {
  const log = new RoomLog({ epoch, seq: 10 })
  log.fill(10, [], 15)
  expect(log.last).toBe(15)
  expect(seqs(log.since(12))).toEqual([])
})

test('the tail is bounded, and an older position returns null', () => {
  const log = new RoomLog({ epoch, seq: 0 }, 3)
  for (const seq of [1, 2, 3, 4, 5]) log.append(delivery(seq))
  expect(log.since(1)).toBeNull()
  expect(seqs(log.since(2))).toEqual([3, 4, 5])
})

test('RT8: an answer that ends before the log begins does not connect it to an older snapshot', () => {
  const log = new RoomLog({ epoch, seq: 19 })
  // The server's stream was at 18 when a list at 19 had already been read.
  expect(log.fill(18, [], 18)).toBe(false)
  expect(log.since(18)).toBeNull()
  expect(log.fill(18, [delivery(19)], 19)).toBe(true)
  expect(seqs(log.since(18))).toEqual([19])
})
