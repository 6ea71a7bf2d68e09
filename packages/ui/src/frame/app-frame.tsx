import { styled } from '@mui/material/styles'
import type { MouseEvent, ReactNode } from 'react'
import { useWords } from '../words.tsx'

export interface AppFrameProps {
  rail: ReactNode
  bar: ReactNode
  /** Above everything: TRAINING, TEST, downtime (LOG-6). */
  strip?: ReactNode
  children: ReactNode
}

/** Rail at the start, bar on top, and a main region whose panels scroll, never the region itself. */
export function AppFrame({ rail, bar, strip, children }: AppFrameProps) {
  return (
    <Outer>
      {strip}
      <Grid>
        {rail}
        {bar}
        <Main id="main">{children}</Main>
      </Grid>
    </Outer>
  )
}

const Outer = styled('div')({ display: 'flex', flexDirection: 'column', height: '100dvh', overflow: 'hidden' })
const Grid = styled('div')({ display: 'grid', gridTemplate: '40px minmax(0, 1fr) / 52px minmax(0, 1fr)', flex: 1, minHeight: 0 })
const Main = styled('main')({ display: 'flex', flexDirection: 'column', minWidth: 0, minHeight: 0, overflow: 'hidden' })

export interface AppBarProps {
  search?: ReactNode
  /** Connection, sound, location. */
  status?: ReactNode
  user?: ReactNode
}

export function AppBar({ search, status, user }: AppBarProps) {
  return (
    <Bar>
      <div style={{ inlineSize: 360, maxInlineSize: '40%' }}>{search}</div>
      <div style={{ flex: 1 }} />
      {status}
      {user}
    </Bar>
  )
}

const Bar = styled('header')(({ theme }) => ({
  display: 'flex',
  alignItems: 'center',
  gap: 10,
  minWidth: 0,
  paddingInline: 14,
  backgroundColor: theme.vars.palette.background.paper,
  borderBlockEnd: `1px solid ${theme.vars.palette.line}`,
}))

export interface RailItem {
  id: string
  label: string
  icon: ReactNode
  href: string
  active?: boolean
  /** Number of items waiting; zero is not shown. */
  badge?: number | undefined
  /** Description of the badge for screen readers: "3 critical". */
  badgeLabel?: string | undefined
}

export interface AppRailProps {
  items: readonly RailItem[]
  footer?: readonly RailItem[]
  /** Letter or logo of the product. */
  brand?: ReactNode
  /** Follows a link without a page load; plain clicks only, so that "open in a new tab" still works. */
  onNavigate?: (item: RailItem) => void
}

/** Main navigation. Uses links, so that each screen can be opened in a new browser tab. */
export function AppRail({ items, footer = [], brand = 'W', onNavigate }: AppRailProps) {
  const words = useWords()
  const follow = (event: MouseEvent, item: RailItem) => {
    if (!onNavigate || event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) return
    event.preventDefault()
    onNavigate(item)
  }
  const link = (item: RailItem) => (
    <RailLink
      key={item.id}
      href={item.href}
      aria-label={item.badge ? `${item.label}, ${item.badgeLabel ?? item.badge}` : item.label}
      aria-current={item.active ? 'page' : undefined}
      title={item.label}
      onClick={(event) => follow(event, item)}
    >
      {item.icon}
      {item.badge ? <em aria-hidden>{item.badge > 99 ? '99+' : item.badge}</em> : null}
    </RailLink>
  )
  return (
    <Rail aria-label={words.navigation}>
      <Brand aria-hidden>{brand}</Brand>
      {items.map(link)}
      <div style={{ flex: 1 }} />
      {footer.map(link)}
    </Rail>
  )
}

const Rail = styled('nav')(({ theme }) => ({
  gridRow: '1 / 3',
  display: 'flex',
  flexDirection: 'column',
  alignItems: 'center',
  gap: 4,
  paddingBlock: 8,
  overflowY: 'auto',
  backgroundColor: theme.vars.palette.rail,
  color: theme.vars.palette.railText,
}))

const Brand = styled('b')({
  display: 'grid',
  placeItems: 'center',
  flex: 'none',
  width: 30,
  height: 30,
  marginBlockEnd: 8,
  borderRadius: 8,
  backgroundColor: '#3E6FE0',
  color: '#fff',
  fontWeight: 700,
})

const RailLink = styled('a')({
  position: 'relative',
  display: 'grid',
  placeItems: 'center',
  flex: 'none',
  width: 40,
  height: 38,
  borderRadius: 8,
  color: 'inherit',
  textDecoration: 'none',
  '& svg': { width: 19, height: 19, strokeWidth: 1.7 },
  '&:hover': { backgroundColor: 'rgba(255,255,255,.07)' },
  '&[aria-current]': { backgroundColor: 'rgba(255,255,255,.13)', color: '#fff' },
  '&:focus-visible': { outlineColor: '#fff', outlineOffset: -2 },
  '& em': {
    position: 'absolute',
    insetBlockStart: 2,
    insetInlineEnd: 2,
    minWidth: 14,
    padding: '0 4px',
    borderRadius: 8,
    textAlign: 'center',
    backgroundColor: '#CE2C31',
    color: '#fff',
    fontSize: 9.5,
    fontWeight: 650,
    fontStyle: 'normal',
    lineHeight: '14px',
  },
})
