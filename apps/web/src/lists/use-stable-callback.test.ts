import { renderHook } from '@testing-library/react'
import { expect, test } from 'vitest'
import { useStableCallback } from './use-stable-callback.ts'

test('keeps its identity and calls the latest callback', () => {
  const { result, rerender } = renderHook(({ next }) => useStableCallback(() => next), { initialProps: { next: 'a' } })
  const first = result.current
  expect(first()).toBe('a')
  rerender({ next: 'b' })
  expect(result.current).toBe(first)
  expect(first()).toBe('b')
})
