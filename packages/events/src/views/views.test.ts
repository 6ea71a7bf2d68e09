import { describe, expect, it } from 'vitest'
import { audienceOfEvent, type EventType, eventTypes, roomsOf } from '../catalog/index.ts'
import type { Epoch, Room } from '../ids.ts'
import { parseRoom } from '../rooms.ts'
import { anEvent, inRoom } from '../testing/index.ts'
import { type AppliedList, applyDeliveries } from './framework/apply-deliveries.ts'
import { affectedRowIds, type ViewRow } from './framework/define-view.ts'
import { views } from './index.ts'

const room = 'patient:p-jane' as Room
const epoch = 'epoch-1' as Epoch
const empty = (at: Room): AppliedList<ViewRow> => ({ rows: [], asOf: { epoch, seq: 0 }, positions: { [at]: 0 }, nextCursor: null })

describe.each(views.map((view) => [view.name, view] as const))('%s', (_, view) => {
  const folded = Object.keys(view.on) as EventType[]

  it('receives every event it folds in its kind of room', () => {
    for (const type of folded) {
      if (affectedRowIds(view, anEvent(type)).length === 0) continue
      expect(roomsOf(anEvent(type)).map((name) => parseRoom(name)?.kind)).toContain(view.room)
    }
  })

  it('folds only events that all its audiences receive', () => {
    for (const type of folded) {
      const event = anEvent(type)
      if (affectedRowIds(view, event).length === 0) continue
      expect(audienceOfEvent(event)).toEqual(expect.arrayContaining([...view.audiences]))
    }
  })

  it('accepts every event about unknown rows (RT12)', () => {
    for (const type of eventTypes) {
      const list = applyDeliveries(view, empty(room), inRoom(room, [anEvent(type)]))
      expect(list.positions[room]).toBe(1)
    }
  })

  it('has the same rows when every event is applied twice (RT2)', () => {
    const events = eventTypes.map((type) => anEvent(type))
    const once = applyDeliveries(view, empty(room), inRoom(room, events))
    const twice = applyDeliveries(view, once, inRoom(room, events))
    expect(twice).toBe(once)
  })
})
