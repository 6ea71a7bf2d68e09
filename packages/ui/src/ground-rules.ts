import type { CSSObject } from '@mui/material/styles'

/** People who ask for more contrast get no grey text and every edge drawn (A11Y-6, `prefers-contrast`). */
const moreContrast: CSSObject = {
  ':root, :root[data-mui-color-scheme]': {
    '--wl-palette-muted': 'var(--wl-palette-text-primary)',
    '--wl-palette-faint': 'var(--wl-palette-text-primary)',
    '--wl-palette-text-secondary': 'var(--wl-palette-text-primary)',
    '--wl-palette-text-disabled': 'var(--wl-palette-text-primary)',
    '--wl-palette-line': 'var(--wl-palette-text-primary)',
    '--wl-palette-line2': 'var(--wl-palette-text-primary)',
  },
  ':focus-visible': { outlineWidth: 3 },
}

/** With the system's own colours every fill is gone: what was filled or marked by it gets a shape (FLG-1). */
const systemColours: CSSObject = {
  '[data-flag=HH], [data-flag=LL], [data-flag=AA]': { forcedColorAdjust: 'none', backgroundColor: 'CanvasText', color: 'Canvas' },
  '[data-tone=fresh], [data-tone=critical]': { outline: '2px solid Highlight', outlineOffset: -2 },
  '[aria-selected=true], [aria-current], [aria-pressed=true]': { outline: '2px solid Highlight', outlineOffset: -2 },
  ':focus-visible': { outline: '3px solid Highlight' },
}

/**
 * Paper scrolls nothing and presses nothing: whole lists, no controls, dark ink. What names the patient on each page
 * stands in the page's margin (see `usePrintMargins`).
 */
const onPaper: CSSObject = {
  ':root, :root[data-mui-color-scheme]': {
    '--wl-palette-text-primary': '#000',
    '--wl-palette-muted': '#333',
    '--wl-palette-faint': '#333',
    '--wl-palette-background-default': '#fff',
    '--wl-palette-background-paper': '#fff',
    '--wl-palette-sunk': '#fff',
    '--wl-palette-line': '#999',
  },
  'html, body, #root': { height: 'auto !important' },
  'body *': { maxHeight: 'none !important', overflow: 'visible !important' },
  '#root, #root > div, #root main, #root main > div': { display: 'block !important', height: 'auto !important' },
  'nav, [role=tablist], [role=search], button, [role=button], [role=combobox], [role=status] > button': { display: 'none !important' },
  'section, li, tr, [role=row]': { breakInside: 'avoid' },
  '*': { boxShadow: 'none !important', printColorAdjust: 'exact' },
}

/** What holds for the whole document whatever is on it. */
export const groundRules: CSSObject = {
  html: { fontFeatureSettings: '"tnum", "cv05", "ss03"' },
  'html, body, #root': { height: '100%' },
  ':focus-visible': { outline: '2px solid var(--wl-palette-primary-main)', outlineOffset: 1 },
  'bdi, time, kbd': { fontVariantNumeric: 'tabular-nums' },
  '@media (prefers-reduced-motion: reduce)': {
    '*, *::before, *::after': {
      animationDuration: '0.01ms !important',
      animationIterationCount: '1 !important',
      transitionDuration: '0.01ms !important',
      scrollBehavior: 'auto !important',
    },
  },
  '@media (prefers-contrast: more)': moreContrast,
  '@media (forced-colors: active)': systemColours,
  '@media print': onPaper,
}
