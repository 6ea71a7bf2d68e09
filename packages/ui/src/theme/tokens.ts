/** Colours of one tone: text and line, background tint, border, and text on a filled shape. */
export interface ToneTokens {
  readonly main: string
  readonly bg: string
  readonly line: string
  readonly on: string
}

export interface SchemeTokens {
  readonly bg: string
  readonly surface: string
  readonly sunk: string
  readonly line: string
  /** Outlines of controls: the 3:1 contrast is reached together with the label inside. */
  readonly line2: string
  readonly text: string
  readonly muted: string
  /** The lightest text colour; still 4.5:1, because clinicians read "as of" and the dash of a missing value. */
  readonly faint: string
  readonly primary: ToneTokens
  readonly crit: ToneTokens
  readonly warn: ToneTokens
  readonly ok: ToneTokens
  readonly info: ToneTokens
  readonly new: ToneTokens
  readonly neutral: ToneTokens
  /** Reference range of a trend. */
  readonly band: string
  readonly bandLine: string
  readonly rail: string
  readonly railText: string
  readonly shadow: string
}

const light: SchemeTokens = {
  bg: '#F3F5F8',
  surface: '#FFFFFF',
  sunk: '#F8F9FB',
  line: '#E1E6ED',
  line2: '#CBD3DE',
  text: '#16202E',
  muted: '#526075',
  faint: '#616E82',
  primary: { main: '#2450B2', bg: '#E8EEFB', line: '#B6C7EE', on: '#FFFFFF' },
  crit: { main: '#B3161E', bg: '#FDECEC', line: '#F3B4B7', on: '#FFFFFF' },
  warn: { main: '#8A4B00', bg: '#FFF4E0', line: '#F1CF97', on: '#FFFFFF' },
  ok: { main: '#1B6E45', bg: '#E6F5ED', line: '#B4DFC7', on: '#FFFFFF' },
  info: { main: '#175E7A', bg: '#E4F3F8', line: '#B1D8E6', on: '#FFFFFF' },
  new: { main: '#6C3FC5', bg: '#F0EAFB', line: '#D3C3F3', on: '#FFFFFF' },
  neutral: { main: '#526075', bg: '#F8F9FB', line: '#E1E6ED', on: '#FFFFFF' },
  band: '#E4F0E8',
  bandLine: '#BBD8C6',
  rail: '#16243C',
  railText: '#B9C5D8',
  shadow: '0 1px 2px rgba(16,32,56,.06), 0 1px 8px rgba(16,32,56,.04)',
}

/** Hues are tuned separately for dark mode, not inverted (A11Y-6). */
const dark: SchemeTokens = {
  bg: '#0E141D',
  surface: '#161E2A',
  sunk: '#121924',
  line: '#263245',
  line2: '#36455C',
  text: '#E6ECF5',
  muted: '#9FAEC3',
  faint: '#8D9BB1',
  primary: { main: '#8FB0FF', bg: '#1D2B4A', line: '#37507F', on: '#0B1526' },
  crit: { main: '#FF9A9A', bg: '#3A1719', line: '#7A2E33', on: '#2A0A0C' },
  warn: { main: '#F4BE6A', bg: '#33260F', line: '#6B5122', on: '#241803' },
  ok: { main: '#7FD3A4', bg: '#12301F', line: '#29573C', on: '#08190F' },
  info: { main: '#86CBE3', bg: '#10303C', line: '#245467', on: '#071A22' },
  new: { main: '#C3A9FF', bg: '#2A2144', line: '#4B3C78', on: '#170E2E' },
  neutral: { main: '#9FAEC3', bg: '#121924', line: '#263245', on: '#0E141D' },
  band: '#1A3024',
  bandLine: '#2F5340',
  rail: '#0A0F17',
  railText: '#B9C5D8',
  shadow: 'none',
}

/** The palette of the product; `theme.ts` converts it to CSS variables. */
export const tokens = { light, dark } as const

/**
 * Stripes that distinguish open charts (ID-11). None is red, amber or the primary blue, so that a stripe is never read
 * as a state of the patient.
 */
export const chartStripes = ['#7C5CD6', '#1B8A6B', '#B0578F', '#6B7A2E'] as const

/** Stripe of the n-th open chart. */
export const chartStripe = (index: number): string => chartStripes[index % chartStripes.length] ?? chartStripes[0]

export const densities = ['comfortable', 'compact', 'dense'] as const
/** Changes spacing only, never font sizes or columns (A11Y-5). */
export type Density = (typeof densities)[number]

/** Height of a one-line row in CSS px. */
export const rowHeights: Record<Density, number> = { comfortable: 40, compact: 32, dense: 28 }
