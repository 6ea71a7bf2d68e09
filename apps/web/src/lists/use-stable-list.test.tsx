import { act, renderHook } from '@testing-library/react'
import type { FocusEvent } from 'react'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { FRESH_MS, useStableList } from './use-stable-list.ts'

const row = (id: string, stat = false) => ({ id, stat })
type Row = ReturnType<typeof row>
const ids = (rows: readonly Row[]) => rows.map(({ id }) => id)

function renderStableList(first: readonly Row[] | undefined) {
  const onArrival = vi.fn<(rows: readonly Row[]) => void>()
  const hook = renderHook(({ rows }) => useStableList(rows, { isUrgent: ({ stat }) => stat, onArrival }), {
    initialProps: { rows: first },
  })
  return {
    get now() {
      return hook.result.current
    },
    enter: () => act(() => hook.result.current.reader.onPointerEnter()),
    leave: () => act(() => hook.result.current.reader.onPointerLeave()),
    setRows: (rows: readonly Row[]) => hook.rerender({ rows }),
    onArrival,
  }
}

afterEach(() => vi.useRealTimers())

describe('a list that is stable under the pointer (RT-7)', () => {
  it('shows arrivals at once while pointer and focus are outside', () => {
    const list = renderStableList([row('a')])
    list.setRows([row('b'), row('a')])
    expect(ids(list.now.shown)).toEqual(['b', 'a'])
    expect(list.now.waiting).toEqual([])
  })

  it('keeps arrivals behind the pill while the pointer is inside, except STAT', () => {
    const list = renderStableList([row('a')])
    list.enter()
    list.setRows([row('now', true), row('b'), row('a'), row('c')])
    expect(ids(list.now.shown)).toEqual(['now', 'a'])
    expect(ids(list.now.waiting)).toEqual(['b', 'c'])
    act(() => list.now.show())
    expect(ids(list.now.shown)).toEqual(['now', 'b', 'a', 'c'])
  })

  it('removes rows at once and shows waiting rows when the pointer leaves', () => {
    const list = renderStableList([row('a'), row('b')])
    list.enter()
    list.setRows([row('c'), row('b')])
    expect(ids(list.now.shown)).toEqual(['b'])
    list.leave()
    expect(ids(list.now.shown)).toEqual(['c', 'b'])
  })

  it('keeps arrivals waiting while focus is inside, also when it moves within the list', () => {
    const list = renderStableList([row('a')])
    const outer = document.createElement('div')
    const inner = outer.appendChild(document.createElement('button'))
    act(() => list.now.reader.onFocus())
    act(() => list.now.reader.onBlur({ currentTarget: outer, relatedTarget: inner } as unknown as FocusEvent))
    list.setRows([row('b'), row('a')])
    expect(ids(list.now.waiting)).toEqual(['b'])
    act(() => list.now.reader.onBlur({ currentTarget: outer, relatedTarget: null } as unknown as FocusEvent))
    expect(list.now.waiting).toEqual([])
  })

  it('shows all rows if the first load happens under the pointer', () => {
    const list = renderStableList(undefined)
    list.enter()
    list.setRows([row('a'), row('b')])
    expect(ids(list.now.shown)).toEqual(['a', 'b'])
  })
})

describe('one component that shows several lists', () => {
  it('starts each list without fresh or waiting rows', () => {
    const onArrival = vi.fn()
    const { result, rerender } = renderHook(
      ({ scope, rows }: { scope: string; rows: readonly Row[] }) => useStableList(rows, { scope, isUrgent: () => false, onArrival }),
      { initialProps: { scope: 'verify', rows: [row('a')] } },
    )
    act(() => result.current.reader.onPointerEnter())
    rerender({ scope: 'prepare', rows: [row('b'), row('c')] })
    expect(ids(result.current.shown)).toEqual(['b', 'c'])
    expect(result.current.isFresh(row('b'))).toBe(false)
    rerender({ scope: 'prepare', rows: [row('b'), row('c'), row('d')] })
    expect(ids(result.current.waiting)).toEqual(['d'])
    expect(onArrival).toHaveBeenCalledTimes(1)
  })
})

describe('fresh rows (RT-8)', () => {
  it('reports each arrival once, and not the first load', () => {
    const list = renderStableList([row('a')])
    list.setRows([row('a'), row('b')])
    list.setRows([row('a'), row('b')])
    expect(list.onArrival.mock.calls.map(([rows]) => ids(rows))).toEqual([['b']])
  })

  it('keeps the tint of a waiting row until it is shown, and then for a minute', () => {
    vi.useFakeTimers()
    const list = renderStableList([row('a')])
    list.enter()
    list.setRows([row('a'), row('b')])
    act(() => vi.advanceTimersByTime(FRESH_MS * 2))
    expect(list.now.isFresh(row('b'))).toBe(true)
    act(() => list.now.show())
    act(() => vi.advanceTimersByTime(FRESH_MS - 1))
    expect(list.now.isFresh(row('b'))).toBe(true)
    act(() => vi.advanceTimersByTime(1))
    expect(list.now.isFresh(row('b'))).toBe(false)
  })
})
