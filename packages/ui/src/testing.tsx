import { type RenderResult, render } from '@testing-library/react'
import type { ReactElement } from 'react'
import type { Direction } from './theme/theme.ts'
import { WardlineThemeProvider } from './theme/theme-provider.tsx'
import { FacilityProvider } from './time/clock.tsx'

/** Renders with theme, Khartoum time zone and direction, as in the web app. */
export function renderUi(element: ReactElement, direction: Direction = 'ltr'): RenderResult {
  const around = (children: ReactElement) => (
    <WardlineThemeProvider direction={direction} lang={direction === 'rtl' ? 'ar' : 'en'}>
      <FacilityProvider timeZone="Africa/Khartoum">{children}</FacilityProvider>
    </WardlineThemeProvider>
  )
  const result = render(around(element))
  return { ...result, rerender: (next) => result.rerender(around(next as ReactElement)) }
}

export const jane = {
  name: 'SMITH, Jane',
  birthDate: '1959-03-14',
  sex: 'female',
  mrn: '1297287652',
} as const
