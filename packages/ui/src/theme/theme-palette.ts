import type { PaletteOptions } from '@mui/material/styles'
import type { SchemeTokens, ToneTokens } from './tokens.ts'

type Tones = Record<'crit' | 'warn' | 'ok' | 'new' | 'neutral', ToneTokens>

interface WardPalette extends Tones {
  /** Recessed surface of headers and fields. */
  sunk: string
  line: string
  line2: string
  muted: string
  faint: string
  band: string
  bandLine: string
  rail: string
  railText: string
}

declare module '@mui/material/styles' {
  interface Palette extends WardPalette {}
  interface PaletteOptions extends WardPalette {}
  interface PaletteColor {
    bg: string
    line: string
    on: string
  }
  interface SimplePaletteColorOptions {
    bg: string
    line: string
    on: string
  }
}

const colour = (tone: ToneTokens) => ({ ...tone, light: tone.main, dark: tone.main, contrastText: tone.on })

/**
 * Maps MUI's colour names to the same meanings (`error` is critical, `warning` abnormal, `success` cleared), so that
 * `<Button color="error">` and a flag always have the same colour.
 */
export const paletteOf = (scheme: SchemeTokens): PaletteOptions => ({
  primary: colour(scheme.primary),
  secondary: colour(scheme.new),
  error: colour(scheme.crit),
  warning: colour(scheme.warn),
  info: colour(scheme.info),
  success: colour(scheme.ok),
  crit: scheme.crit,
  warn: scheme.warn,
  ok: scheme.ok,
  new: scheme.new,
  neutral: scheme.neutral,
  text: { primary: scheme.text, secondary: scheme.muted, disabled: scheme.faint },
  background: { default: scheme.bg, paper: scheme.surface },
  divider: scheme.line,
  sunk: scheme.sunk,
  line: scheme.line,
  line2: scheme.line2,
  muted: scheme.muted,
  faint: scheme.faint,
  band: scheme.band,
  bandLine: scheme.bandLine,
  rail: scheme.rail,
  railText: scheme.railText,
})
