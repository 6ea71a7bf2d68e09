import type { CSSObject } from '@mui/material/styles'

/** People who ask for more contrast get no grey text and every edge drawn (A11Y-6, `prefers-contrast`). */
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

/** With the system's own colours every fill is gone: what was filled or marked by it gets a shape (FLG-1). */
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
 * Paper scrolls nothing and presses nothing: whole lists, no controls, dark ink. What names the patient on each page
 * stands in the page's margin (see `usePrintMargins`).
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
  // "+2 more" allergies must not look like all of them.
  '[role=region] button': { display: 'inline !important' },
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
