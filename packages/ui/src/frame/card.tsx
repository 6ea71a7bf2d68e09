import Box from '@mui/material/Box'
import { styled } from '@mui/material/styles'
import { type ReactNode, useId, useRef } from 'react'
import { useOverflow } from './use-overflow.ts'

const Frame = styled('section')(({ theme }) => ({
  display: 'flex',
  flexDirection: 'column',
  minHeight: 0,
  minWidth: 0,
  overflow: 'hidden',
  backgroundColor: theme.vars.palette.background.paper,
  border: `1px solid ${theme.vars.palette.line}`,
  borderRadius: 10,
  boxShadow: '0 1px 2px rgba(16,32,56,.05), 0 1px 8px rgba(16,32,56,.03)',
  ...theme.applyStyles('dark', { boxShadow: 'none' }),
}))

const Head = styled('header')(({ theme }) => ({
  display: 'flex',
  alignItems: 'center',
  flexWrap: 'wrap',
  gap: 8,
  minHeight: 40,
  padding: '5px 12px',
  borderBlockEnd: `1px solid ${theme.vars.palette.line}`,
}))

export interface CardProps {
  title: ReactNode
  /** Number of items, as text or number ("9", "6 active"). */
  count?: ReactNode
  /** Source: "20:30 · Nurse Huda". */
  note?: ReactNode
  asOf?: ReactNode
  actions?: ReactNode
  /** Fixed below the scrolling rows. */
  footer?: ReactNode
  /** Heading level. */
  level?: 2 | 3
  children?: ReactNode
}

/** A panel with title, count and time of last update (CHT-1). The body scrolls, the header is fixed. */
export function Card({ title, count, note, asOf, actions, footer, level = 2, children }: CardProps) {
  const titleId = useId()
  const body = useRef<HTMLDivElement>(null)
  const overflows = useOverflow(body)
  return (
    <Frame aria-labelledby={titleId}>
      <Head>
        <Title as={`h${level}`} id={titleId}>
          {title}
        </Title>
        {count != null && <Aside>{count}</Aside>}
        {note && <Aside>{note}</Aside>}
        <div style={{ flex: 1 }} />
        {asOf}
        {actions}
      </Head>
      <Body
        ref={body}
        // Text-only content must be focusable to scroll by keyboard.
        {...(overflows && { tabIndex: 0, role: 'group', 'aria-labelledby': titleId })}
      >
        {children}
      </Body>
      {footer && (
        <Box
          component="footer"
          sx={{ display: 'flex', flexWrap: 'wrap', gap: 2, padding: '9px 12px', borderBlockStart: '1px solid', borderColor: 'line' }}
        >
          {footer}
        </Box>
      )}
    </Frame>
  )
}

const Title = styled('h2')({ margin: 0, fontSize: 13, fontWeight: 640 })
const Body = styled('div')({ flex: 1, minHeight: 0, overflow: 'auto', display: 'flex', flexDirection: 'column' })
const Aside = styled('small')(({ theme }) => ({ color: theme.vars.palette.faint, fontSize: 11.5 }))

export type ListTone = 'fresh' | 'critical' | 'lingering'

export interface ListRowProps {
  /** `fresh`: new to the user; `critical`: needs attention now; `lingering`: done, about to disappear. */
  tone?: ListTone | null
  children: ReactNode
  secondary?: ReactNode
  trailing?: ReactNode
}

const Row = styled('div', { shouldForwardProp: (prop) => prop !== 'tone' })<{ tone?: ListTone | null | undefined }>(({ theme, tone }) => ({
  display: 'flex',
  alignItems: 'baseline',
  gap: 8,
  minHeight: 'var(--wl-row-height)',
  padding: '6px 12px',
  borderBlockEnd: `1px solid ${theme.vars.palette.line}`,
  transition: 'background-color 150ms',
  '&:last-of-type': { borderBlockEnd: 0 },
  ...(tone === 'fresh' && { backgroundImage: `linear-gradient(var(--wl-toward-end), ${theme.vars.palette.new.bg}, transparent 70%)` }),
  ...(tone === 'critical' && { backgroundColor: theme.vars.palette.crit.bg }),
  ...(tone === 'lingering' && { color: theme.vars.palette.muted, backgroundColor: theme.vars.palette.sunk }),
}))

/** A row of a card: content, secondary line, and trailing content. */
export function ListRow({ tone, children, secondary, trailing }: ListRowProps) {
  return (
    <Row tone={tone} data-tone={tone ?? undefined}>
      <Box sx={{ flex: 1, minWidth: 0 }}>
        <div>{children}</div>
        {secondary && (
          <Box component="small" sx={{ display: 'block', color: 'muted', fontSize: 11.5 }}>
            {secondary}
          </Box>
        )}
      </Box>
      {trailing}
    </Row>
  )
}
