import type { CSSObject } from '@mui/material/styles'

/** With `prefers-contrast`, no grey text and visible edges (A11Y-6). */
const moreContrast: CSSObject = {
  ':root': {
    '--wl-palette-muted': 'var(--wl-palette-text-primary) !important',
    '--wl-palette-faint': 'var(--wl-palette-text-primary) !important',
    '--wl-palette-text-secondary': 'var(--wl-palette-text-primary) !important',
    '--wl-palette-text-disabled': 'var(--wl-palette-text-primary) !important',
    '--wl-palette-line': 'var(--wl-palette-text-primary) !important',
    '--wl-palette-line2': 'var(--wl-palette-text-primary) !important',
  },
  ':focus-visible': { outlineWidth: 3 },
}

/** In forced-colors mode fills disappear, so filled marks get an outline (FLG-1). */
const systemColours: CSSObject = {
  '[data-flag=HH], [data-flag=LL], [data-flag=AA]': {
    forcedColorAdjust: 'none',
    backgroundColor: 'CanvasText !important',
    color: 'Canvas !important',
  },
  '[data-tone=fresh], [data-tone=critical]': { outline: '2px solid Highlight !important', outlineOffset: '-2px !important' },
  '[aria-selected=true], [aria-current], [aria-pressed=true]': {
    outline: '2px solid Highlight !important',
    outlineOffset: '-2px !important',
  },
  ':focus-visible': { outline: '3px solid Highlight' },
}

/**
 * Print: whole lists, no controls, dark text. `usePrintMargins` prints the patient's identifiers in the margin of each
 * page.
 */
const onPaper: CSSObject = {
  ':root': {
    '--wl-palette-text-primary': '#000 !important',
    '--wl-palette-muted': '#333 !important',
    '--wl-palette-faint': '#333 !important',
    '--wl-palette-background-default': '#fff !important',
    '--wl-palette-background-paper': '#fff !important',
    '--wl-palette-sunk': '#fff !important',
    '--wl-palette-line': '#999 !important',
  },
  'html, body, #root': { height: 'auto !important' },
  'body *': { maxHeight: 'none !important', overflow: 'visible !important' },
  '#root, :has(> main), :has(> * > main), main, main > div': { display: 'block !important', height: 'auto !important' },
  'nav, header:not(section header), button, .MuiTabScrollButton-root, [role=tablist], [role=search], [role=button], [role=combobox]': {
    display: 'none !important',
  },
  // A collapsed allergy list must be recognisable as incomplete.
  '[role=region] button': { display: 'inline !important' },
  'section, li, tr, [role=row]': { breakInside: 'avoid' },
  '*': { boxShadow: 'none !important', printColorAdjust: 'exact' },
}

/** Global styles of the document. */
export const baseStyles: CSSObject = {
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
