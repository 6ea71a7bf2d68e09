import { describe, expect, test } from 'vitest'
import { limitText } from './limit-text.ts'

const at = '2026-11-20T20:00:00.000Z'
const hoursBefore = (hours: number) => Date.parse(at) - hours * 3_600_000
const say = ((key: string, values?: Record<string, string>) => [key, ...Object.values(values ?? {})].join(' ')) as never

describe('ORD-6: remaining time of an order with a limit', () => {
  test.each([
    ['stop', 7, null, 'stopsAt then'],
    ['stop', 6, 'warn', 'expiresIn 6:00 h'],
    ['review', 0.5, 'warn', 'reviewIn 0:30 h'],
    ['stop', 0, 'crit', 'expired then'],
    ['review', -2, 'crit', 'reviewOverdue then'],
  ] as const)('%s, %s h before', (kind, hours, tone, text) => {
    expect(limitText({ kind, at }, hoursBefore(hours), () => 'then', say)).toEqual({ tone, text })
  })
})
