import { rooms } from '@wardline/events'
import { anEvent } from '@wardline/events/testing'
import { describe, expect, it, test } from 'vitest'
import type { LogEntry } from '../log/positions.ts'
import { Subscriber, type SubscriberState } from './subscriber.ts'

const room = rooms.patient('p-jane')
const EVERY_AUDIENCE = 0b111111
const entry = (seq: number, type: 'diagnosis.added' | 'lab.critical.alert' = 'diagnosis.added'): LogEntry => ({
  room,
  seq,
  audiences: EVERY_AUDIENCE,
  prevs: [],
  event: anEvent(type) as LogEntry['event'],
})
const seqsOf = (entries: readonly LogEntry[]) => entries.map(({ seq }) => seq)

const states: readonly SubscriberState[] = ['buffering', 'direct', 'broadcast', 'backpressured']

/** A subscriber at position 10 in this state. */
function subscriberIn(state: SubscriberState): Subscriber {
  const subscriber = new Subscriber(room, { id: 's1', userId: 'u-amal', audience: 'care' }, null)
  if (state !== 'buffering') subscriber.goDirect(10)
  if (state === 'broadcast') subscriber.joinShard('shard-1')
  if (state === 'backpressured') subscriber.block(10)
  return subscriber
}

const transitions: Record<
  string,
  { readonly run: (subscriber: Subscriber) => unknown; readonly to: Partial<Record<SubscriberState, SubscriberState>> }
> = {
  keep: { run: (subscriber) => subscriber.keep([entry(11)]), to: { buffering: 'buffering' } },
  goDirect: { run: (subscriber) => subscriber.goDirect(12), to: { buffering: 'direct', backpressured: 'direct' } },
  advance: { run: (subscriber) => subscriber.advance(12), to: { direct: 'direct' } },
  joinShard: { run: (subscriber) => subscriber.joinShard('shard-2'), to: { direct: 'broadcast' } },
  block: {
    run: (subscriber) => subscriber.block(11),
    to: { buffering: 'backpressured', direct: 'backpressured', broadcast: 'backpressured', backpressured: 'backpressured' },
  },
  miss: { run: (subscriber) => subscriber.miss([entry(11)]), to: { backpressured: 'backpressured' } },
  missUrgent: { run: (subscriber) => subscriber.missUrgent(), to: { backpressured: 'backpressured' } },
  resume: { run: (subscriber) => subscriber.resume(), to: { backpressured: 'buffering' } },
  invalidate: {
    run: (subscriber) => subscriber.invalidate('epoch-changed'),
    to: { buffering: 'buffering', direct: 'backpressured', broadcast: 'backpressured', backpressured: 'backpressured' },
  },
}

describe('a subscriber', () => {
  it.each(Object.entries(transitions).flatMap(([name, { run, to }]) => states.map((from) => [name, from, to[from] ?? null, run] as const)))(
    '%s from %s leads to %s',
    (_, from, to, run) => {
      const subscriber = subscriberIn(from)
      if (to === null) {
        expect(() => run(subscriber)).toThrow(from)
        expect(subscriber.state).toBe(from)
      } else {
        run(subscriber)
        expect(subscriber.state).toBe(to)
      }
      expect(subscriber.shard === null, 'a shard belongs to a broadcast subscriber alone').toBe(subscriber.state !== 'broadcast')
      if (subscriber.state !== 'buffering') expect(subscriber.buffered, 'only a buffering subscriber holds entries').toBe(0)
    },
  )
})

test('RT8: the entries buffered after the position follow in order, those up to it do not', () => {
  const subscriber = subscriberIn('buffering')
  subscriber.keep([entry(11), entry(12)])
  subscriber.keep([entry(13)])
  expect(seqsOf(subscriber.goDirect(11))).toEqual([12, 13])
  expect(subscriber.sentUpTo).toBe(11)
})

test('RT15: a backpressured subscriber holds its position and no entry, and the log continues from there', () => {
  const subscriber = subscriberIn('broadcast')
  subscriber.block(14)
  subscriber.miss([entry(15), entry(16, 'lab.critical.alert')])
  expect(subscriber).toMatchObject({ sentUpTo: 14, buffered: 0, lacksUrgent: true })
  subscriber.resume()
  subscriber.keep([entry(18)])
  expect(seqsOf(subscriber.goDirect(17))).toEqual([18])
  expect(subscriber.lacksUrgent).toBe(false)
})

test('RT7: a resync stays pending until it was sent, and entries of the old epoch are not kept', () => {
  const subscriber = subscriberIn('buffering')
  subscriber.keep([entry(11)])
  subscriber.invalidate('epoch-changed')
  expect(subscriber).toMatchObject({ state: 'buffering', buffered: 0, pendingResync: 'epoch-changed' })
  subscriber.block(0, subscriber.pendingResync)
  subscriber.resume()
  expect(subscriber.pendingResync).toBe('epoch-changed')
  subscriber.clearResync()
  expect(subscriber.pendingResync).toBeNull()
})

test('a position never moves back while frames are sent', () => {
  const subscriber = subscriberIn('direct')
  subscriber.advance(13)
  subscriber.advance(12)
  expect(subscriber.sentUpTo).toBe(13)
})
