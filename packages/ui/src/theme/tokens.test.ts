import { describe, expect, test } from 'vitest'
import { chartStripes, type SchemeTokens, type ToneTokens, tokens } from './tokens.ts'

const channel = (value: number) => (value <= 0.03928 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4)

function luminance(hex: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => channel(Number.parseInt(hex.slice(at, at + 2), 16) / 255))
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}

/** WCAG 2.2 contrast ratio. */
function contrast(one: string, other: string): number {
  const [light = 0, dark = 0] = [luminance(one), luminance(other)].toSorted((a, b) => b - a)
  return (light + 0.05) / (dark + 0.05)
}

const tones = ['primary', 'crit', 'warn', 'ok', 'info', 'new', 'neutral'] as const

describe.each(Object.entries(tokens))('contrast in %s (A11Y-6)', (_, scheme: SchemeTokens) => {
  const surfaces = ['bg', 'surface', 'sunk'] as const
  test.each(['text', 'muted', 'faint'] as const)('%s is readable on every surface', (text) => {
    for (const surface of surfaces) expect(contrast(scheme[text], scheme[surface])).toBeGreaterThanOrEqual(4.5)
  })

  test.each(tones)('%s is readable on every surface, on its tint and when filled', (name) => {
    const tone: ToneTokens = scheme[name]
    for (const surface of surfaces) expect(contrast(tone.main, scheme[surface])).toBeGreaterThanOrEqual(4.5)
    expect(contrast(tone.main, tone.bg)).toBeGreaterThanOrEqual(4.5)
    expect(contrast(tone.on, tone.main)).toBeGreaterThanOrEqual(4.5)
    expect(contrast(scheme.text, tone.bg)).toBeGreaterThanOrEqual(4.5)
    expect(contrast(scheme.muted, tone.bg)).toBeGreaterThanOrEqual(4.5)
  })

  test('values and critical lines stand out from the reference band', () => {
    for (const name of ['primary', 'crit', 'warn'] as const) expect(contrast(scheme[name].main, scheme.band)).toBeGreaterThanOrEqual(3)
  })

  test('the rail is readable', () => {
    expect(contrast(scheme.railText, scheme.rail)).toBeGreaterThanOrEqual(4.5)
  })

  test('chart stripes are visible on the surface', () => {
    for (const stripe of chartStripes) expect(contrast(stripe, scheme.surface)).toBeGreaterThanOrEqual(3)
  })
})
