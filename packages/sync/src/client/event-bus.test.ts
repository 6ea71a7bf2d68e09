import type { EventId } from '@wardline/events'
import { anEvent } from '@wardline/events/testing'
import { expect, test } from 'vitest'
import { EventBus } from './event-bus.ts'

test.each(['RESULT_AVAILABLE', 'RESULT_RX', 'RESULT_RECEIVED', 'lab_result_available', 'lab.result.available'])(
  'D4: %s names the same event',
  (name) => {
    const bus = new EventBus()
    const received: string[] = []
    bus.subscribe(name, ({ type }) => received.push(type))
    bus.publish(anEvent('lab.result.available'))
    expect(received).toEqual(['lab.result.available'])
  },
)

test('D7: one name covers orders of every fulfilling department', () => {
  const bus = new EventBus()
  const received: string[] = []
  bus.subscribe('ORDER_PLACED', ({ type }) => received.push(type))
  bus.publish(anEvent('lab.order.created'))
  bus.publish(anEvent('radiology.order.created'))
  expect(received).toEqual(['lab.order.created', 'radiology.order.created'])
})

test('D1: an unsubscribed handler is not called, and an event that arrives through two rooms is published once', () => {
  const bus = new EventBus()
  let received = 0
  const leave = bus.subscribe('MED_DISPENSED', () => {
    received += 1
  })
  bus.publish(anEvent('pharmacy.medication.dispensed'))
  bus.publish(anEvent('pharmacy.medication.dispensed'))
  expect(received).toBe(1)
  leave()
  bus.publish(anEvent('pharmacy.medication.dispensed', { eventId: 'another' as EventId }))
  expect(received).toBe(1)
})

test('an unknown event name throws at once instead of never firing', () => {
  expect(() => new EventBus().subscribe('RESULT_ARRIVED', () => undefined)).toThrow('RESULT_ARRIVED')
})
