import { anEvent } from '@wardline/events/testing'
import { expect, test } from 'vitest'
import { EventBus } from './event-bus.ts'

test.each(['RESULT_AVAILABLE', 'RESULT_RX', 'RESULT_RECEIVED', 'lab_result_available', 'lab.result.available'])(
  'D4: %s names the same event',
  (name) => {
    const bus = new EventBus()
    const told: string[] = []
    bus.subscribe(name, ({ type }) => told.push(type))
    bus.publish(anEvent('lab.result.available'))
    expect(told).toEqual(['lab.result.available'])
  },
)

test('D7: an order placed is an order placed, whoever fulfils it', () => {
  const bus = new EventBus()
  const told: string[] = []
  bus.subscribe('ORDER_PLACED', ({ type }) => told.push(type))
  bus.publish(anEvent('lab.order.created'))
  bus.publish(anEvent('radiology.order.created'))
  expect(told).toEqual(['lab.order.created', 'radiology.order.created'])
})

test('D1: whoever has left is told nothing more, and an event that comes by two rooms is told once', () => {
  const bus = new EventBus()
  let told = 0
  const leave = bus.subscribe('MED_DISPENSED', () => {
    told += 1
  })
  bus.publish(anEvent('pharmacy.medication.dispensed'))
  bus.publish(anEvent('pharmacy.medication.dispensed'))
  expect(told).toBe(1)
  leave()
  bus.publish(anEvent('pharmacy.medication.dispensed', { eventId: 'another' as never }))
  expect(told).toBe(1)
})

test('a name nobody knows stops at once instead of never being told', () => {
  expect(() => new EventBus().subscribe('RESULT_ARRIVED', () => undefined)).toThrow('RESULT_ARRIVED')
})
