import { expect, test } from 'vitest'
import { Frames, inOrder } from './updates.ts'

const update = (seq: number) => ({ event_id: `e${seq}`, positions: { room: { seq, prev: seq - 1 } } })
const frame = (...seqs: number[]) =>
  seqs.length === 1
    ? `42${JSON.stringify(['update', update(seqs[0] as number)])}`
    : `42${JSON.stringify(['updates', { updates: seqs.map(update) }])}`
const read = (...texts: string[]) => texts.map((text) => new Frames().read(Buffer.from(text)) ?? { text: '', updates: 0 })

test('counts the updates of a frame, and nothing of any other', () => {
  expect(read(frame(1), frame(1, 2, 3), '42["tick",{}]').map(({ updates }) => updates)).toEqual([1, 3, 0])
  expect(new Frames().read(Buffer.from('2'))).toBeNull()
})

test('the same bytes for the next member are the same frame; other bytes are not', () => {
  const frames = new Frames()
  const first = frames.read(Buffer.from(frame(1)))
  expect(frames.read(Buffer.from(frame(1)))).toBe(first)
  expect(frames.read(Buffer.from(frame(2)))?.text).toContain('e2')
})

test('in order is: all of them, each once, each naming the one before it', () => {
  expect(inOrder(read(frame(7, 8), frame(9)), 'room', 3)).toBe(true)
  expect(inOrder(read(frame(7, 8)), 'room', 3)).toBe(false)
  expect(inOrder(read(frame(7, 7, 8)), 'room', 3)).toBe(false)
  expect(inOrder(read(frame(8, 7, 9)), 'room', 3)).toBe(false)
  expect(inOrder(read(frame(7, 9, 10)), 'room', 3)).toBe(false)
  expect(inOrder(read(frame(7, 8, 9)), 'another room', 3)).toBe(false)
})
