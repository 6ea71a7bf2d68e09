import { createTheme, type Theme } from '@mui/material/styles'
import type {} from '@mui/material/themeCssVarsAugmentation'
import { componentDefaults } from './theme-components.ts'
import { paletteOf } from './theme-palette.ts'
import { tokens } from './tokens.ts'

export type Direction = 'ltr' | 'rtl'

/** Inter has no Arabic letters, so the browser uses Plex for them and Inter for Latin digits. */
export const fontFamily = "'Inter Variable', 'IBM Plex Sans Arabic', system-ui, sans-serif"

/** One theme per direction, created once: a new theme object would restyle the whole workspace. */
export function createWardlineTheme(direction: Direction): Theme {
  return createTheme({
    direction,
    cssVariables: { cssVarPrefix: 'wl', colorSchemeSelector: 'data' },
    colorSchemes: { light: { palette: paletteOf(tokens.light) }, dark: { palette: paletteOf(tokens.dark) } },
    spacing: 4,
    shape: { borderRadius: 7 },
    typography: {
      fontFamily,
      htmlFontSize: 16,
      fontSize: 13,
      fontWeightMedium: 550,
      fontWeightBold: 640,
      body1: { fontSize: 13, lineHeight: 1.4 },
      body2: { fontSize: 13, lineHeight: 1.4 },
      // 11.5 px is the smallest size of clinical text.
      caption: { fontSize: 11.5, lineHeight: 1.4 },
      subtitle1: { fontSize: 13, fontWeight: 640, lineHeight: 1.4 },
      subtitle2: { fontSize: 11.5, fontWeight: 550, lineHeight: 1.4 },
      h1: { fontSize: 20, fontWeight: 680, lineHeight: 1.3, letterSpacing: '-.01em' },
      h2: { fontSize: 16, fontWeight: 660, lineHeight: 1.3, letterSpacing: '-.005em' },
      h3: { fontSize: 14, fontWeight: 640, lineHeight: 1.35 },
      h4: { fontSize: 13, fontWeight: 640, lineHeight: 1.4 },
      button: { fontSize: 12.5, fontWeight: 550, textTransform: 'none', lineHeight: 1.3 },
    },
    transitions: {
      duration: { shortest: 100, shorter: 120, short: 150, standard: 150, complex: 200, enteringScreen: 150, leavingScreen: 120 },
    },
    components: componentDefaults,
  })
}

const themes: Partial<Record<Direction, Theme>> = {}

export function themeFor(direction: Direction): Theme {
  themes[direction] ??= createWardlineTheme(direction)
  return themes[direction]
}
