import { describe, expect, it } from 'vitest'
import { anEvent } from '../testing/index.ts'
import { audienceOfEvent, declarationOf, eventNamed, eventTypes, roomsOf } from './index.ts'

describe.each(eventTypes)('%s', (type) => {
  it('has an example that matches its schema', () => {
    const { data } = declarationOf(type).example()
    expect(declarationOf(type).data.safeParse(data).success).toBe(true)
  })

  it('is delivered to at least one room and one audience', () => {
    expect(roomsOf(anEvent(type)).length).toBeGreaterThan(0)
    expect(audienceOfEvent(anEvent(type)).length).toBeGreaterThan(0)
  })
})

it('an event is found under each of its aliases', () => {
  expect(eventNamed('lab_result_available')).toBe('lab.result.available')
  expect(eventNamed('RESULT_RX')).toBe('lab.result.available')
  expect(eventNamed('lab.result.available')).toBe('lab.result.available')
  expect(eventNamed('weather.changed')).toBeNull()
})

it('event names and aliases are unique', () => {
  const names = eventTypes.flatMap((type) => [type, ...declarationOf(type).aliases])
  expect(new Set(names).size).toBe(names.length)
})
