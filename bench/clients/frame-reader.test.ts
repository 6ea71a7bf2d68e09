import { expect, test } from 'vitest'
import { FrameReader, isInOrder } from './frame-reader.ts'

const update = (seq: number) => ({ event_id: `e${seq}`, positions: { room: { seq, prev: seq - 1 } } })
const frame = (...seqs: number[]) =>
  seqs.length === 1
    ? `42${JSON.stringify(['update', update(seqs[0] as number)])}`
    : `42${JSON.stringify(['updates', { updates: seqs.map(update) }])}`
const read = (...texts: string[]) => texts.map((text) => new FrameReader().read(Buffer.from(text)) ?? { text: '', updates: 0 })

test('updates are counted in update frames alone', () => {
  expect(read(frame(1), frame(1, 2, 3), '42["tick",{}]').map(({ updates }) => updates)).toEqual([1, 3, 0])
  expect(new FrameReader().read(Buffer.from('2'))).toBeNull()
})

test('equal bytes give the same frame object, other bytes another one', () => {
  const frames = new FrameReader()
  const first = frames.read(Buffer.from(frame(1)))
  expect(frames.read(Buffer.from(frame(1)))).toBe(first)
  expect(frames.read(Buffer.from(frame(2)))?.text).toContain('e2')
})

test('frames are in order when every event is there once and names the one before it', () => {
  expect(isInOrder(read(frame(7, 8), frame(9)), 'room', 3)).toBe(true)
  expect(isInOrder(read(frame(7, 8)), 'room', 3)).toBe(false)
  expect(isInOrder(read(frame(7, 7, 8)), 'room', 3)).toBe(false)
  expect(isInOrder(read(frame(8, 7, 9)), 'room', 3)).toBe(false)
  expect(isInOrder(read(frame(7, 9, 10)), 'room', 3)).toBe(false)
  expect(isInOrder(read(frame(7, 8, 9)), 'another room', 3)).toBe(false)
})
