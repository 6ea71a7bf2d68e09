import './fonts.ts'
import createCache from '@emotion/cache'
import { CacheProvider } from '@emotion/react'
import CssBaseline from '@mui/material/CssBaseline'
import GlobalStyles from '@mui/material/GlobalStyles'
import { ThemeProvider, useColorScheme } from '@mui/material/styles'
import rtlPlugin from '@mui/stylis-plugin-rtl'
import { createContext, type ReactNode, useContext, useLayoutEffect } from 'react'
import { prefixer } from 'stylis'
import { groundRules } from './base-styles.ts'
import { type Direction, themeFor } from './theme.ts'
import { type Density, rowHeights } from './tokens.ts'

// The prefixer comes first: what it adds has to be mirrored as well.
const caches = {
  ltr: createCache({ key: 'wl', stylisPlugins: [prefixer] }),
  rtl: createCache({ key: 'wlr', stylisPlugins: [prefixer, rtlPlugin] }),
}

const DensityContext = createContext<Density>('comfortable')
const DirectionContext = createContext<Direction>('ltr')

/** The density in force; components that compute heights need it as a number (see `rowHeights`). */
export const useDensity = (): Density => useContext(DensityContext)

/** The direction of the surrounding text. Clinical values and time axes ignore it. */
export const useDirection = (): Direction => useContext(DirectionContext)

export interface WardlineThemeProviderProps {
  direction?: Direction
  /** BCP 47 tag written to `<html lang>`; screen readers choose their voice by it. */
  lang?: string
  density?: Density
  children: ReactNode
}

/** Switches document direction, style mirroring and MUI's own idea of direction in one place and at once (AR-1). */
export function WardlineThemeProvider({ direction = 'ltr', lang, density = 'comfortable', children }: WardlineThemeProviderProps) {
  // Portals hang under <body>, so the direction has to be on the document and not on a wrapper.
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
            <GroundRules density={density} />
            {children}
          </DensityContext>
        </DirectionContext>
      </ThemeProvider>
    </CacheProvider>
  )
}

function GroundRules({ density }: { density: Density }) {
  return (
    <GlobalStyles
      styles={{
        ':root': { '--wl-row-height': `${rowHeights[density]}px`, '--wl-toward-end': '90deg' },
        // Gradients know no logical direction; this is their one switch.
        '[dir=rtl]': { '--wl-toward-end': '-90deg' },
        ...groundRules,
      }}
    />
  )
}

export type Scheme = 'light' | 'dark' | 'system'

/** The colour scheme people chose, and how to change it. */
export function useScheme(): { scheme: Scheme; shown: 'light' | 'dark'; setScheme: (scheme: Scheme) => void } {
  const { mode, systemMode, setMode } = useColorScheme()
  const scheme = mode ?? 'light'
  return { scheme, shown: scheme === 'system' ? (systemMode ?? 'light') : scheme, setScheme: setMode }
}
