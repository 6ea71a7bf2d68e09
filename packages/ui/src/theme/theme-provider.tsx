import './fonts.ts'
import createCache from '@emotion/cache'
import { CacheProvider } from '@emotion/react'
import CssBaseline from '@mui/material/CssBaseline'
import GlobalStyles from '@mui/material/GlobalStyles'
import { ThemeProvider, useColorScheme } from '@mui/material/styles'
import rtlPlugin from '@mui/stylis-plugin-rtl'
import { createContext, type ReactNode, useContext, useLayoutEffect } from 'react'
import { prefixer } from 'stylis'
import { baseStyles } from './base-styles.ts'
import { type Direction, themeFor } from './theme.ts'
import { type Density, rowHeights } from './tokens.ts'

// The prefixer comes first, so that its output is mirrored as well.
const caches = {
  ltr: createCache({ key: 'wl', stylisPlugins: [prefixer] }),
  rtl: createCache({ key: 'wlr', stylisPlugins: [prefixer, rtlPlugin] }),
}

const DensityContext = createContext<Density>('comfortable')
const DirectionContext = createContext<Direction>('ltr')

/** The current density; components that compute heights use `rowHeights`. */
export const useDensity = (): Density => useContext(DensityContext)

/** The text direction. Clinical values and time axes ignore it. */
export const useDirection = (): Direction => useContext(DirectionContext)

export interface WardlineThemeProviderProps {
  direction?: Direction
  /** BCP 47 tag for `<html lang>`, by which screen readers choose their voice. */
  lang?: string
  density?: Density
  children: ReactNode
}

/** Sets document direction, style mirroring and MUI's direction together (AR-1). */
export function WardlineThemeProvider({ direction = 'ltr', lang, density = 'comfortable', children }: WardlineThemeProviderProps) {
  // Portals are children of <body>, so the direction is set on the document and not on a wrapper.
  useLayoutEffect(() => {
    document.documentElement.dir = direction
    if (lang) document.documentElement.lang = lang
  }, [direction, lang])

  return (
    <CacheProvider value={caches[direction]}>
      <ThemeProvider theme={themeFor(direction)} defaultMode="light" modeStorageKey="wardline-scheme" disableTransitionOnChange>
        <DirectionContext value={direction}>
          <DensityContext value={density}>
            <CssBaseline />
            <BaseStyles density={density} />
            {children}
          </DensityContext>
        </DirectionContext>
      </ThemeProvider>
    </CacheProvider>
  )
}

function BaseStyles({ density }: { density: Density }) {
  return (
    <GlobalStyles
      styles={{
        ':root': { '--wl-row-height': `${rowHeights[density]}px`, '--wl-toward-end': '90deg' },
        // Gradients have no logical direction; this variable switches it.
        '[dir=rtl]': { '--wl-toward-end': '-90deg' },
        ...baseStyles,
      }}
    />
  )
}

export type Scheme = 'light' | 'dark' | 'system'

/** The user's colour scheme and its setter. */
export function useScheme(): { scheme: Scheme; shown: 'light' | 'dark'; setScheme: (scheme: Scheme) => void } {
  const { mode, systemMode, setMode } = useColorScheme()
  const scheme = mode ?? 'light'
  return { scheme, shown: scheme === 'system' ? (systemMode ?? 'light') : scheme, setScheme: setMode }
}
