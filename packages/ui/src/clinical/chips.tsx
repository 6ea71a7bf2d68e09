import { styled } from '@mui/material/styles'
import type { ReactNode } from 'react'
import { useWords } from '../words.tsx'
import { isFlagCode, type Priority, type Tone, toneOfFlag, toneOfPriority } from './severity.ts'

const Pill = styled('span', { shouldForwardProp: (prop) => prop !== 'tone' })<{ tone: Tone }>(({ theme, tone }) => ({
  display: 'inline-flex',
  alignItems: 'center',
  gap: 5,
  width: 'fit-content',
  minHeight: 20,
  padding: '0 8px',
  borderRadius: 10,
  border: '1px solid',
  fontSize: 11.5,
  fontWeight: 550,
  lineHeight: 1.5,
  whiteSpace: 'nowrap',
  color: theme.vars.palette[tone].main,
  backgroundColor: theme.vars.palette[tone].bg,
  borderColor: tone === 'new' || tone === 'info' || tone === 'ok' ? 'transparent' : theme.vars.palette[tone].line,
}))

export interface StatusChipProps {
  tone?: Tone
  /** Decoration before the text; the text alone must carry the meaning. */
  icon?: ReactNode
  title?: string | undefined
  children: ReactNode
}

/** A state as text, tinted by its tone. */
export function StatusChip({ tone = 'neutral', icon, title, children }: StatusChipProps) {
  return (
    <Pill tone={tone} title={title}>
      {icon}
      {children}
    </Pill>
  )
}

export interface PriorityChipProps {
  priority: Priority
}

/** One of exactly four priorities, as text (ORD-5). */
export function PriorityChip({ priority }: PriorityChipProps) {
  const words = useWords()
  return <StatusChip tone={toneOfPriority(priority)}>{words.priorities[priority]}</StatusChip>
}

const Box = styled('bdi', { shouldForwardProp: (prop) => prop !== 'variant' })<{ variant: 'filled' | 'outlined' | 'plain' | 'dot' }>(
  ({ theme, variant }) => ({
    display: 'inline-grid',
    placeItems: 'center',
    // The same width for every flag, so that values stay aligned (FLG-2).
    minWidth: 24,
    height: 17,
    padding: '0 3px',
    flex: 'none',
    borderRadius: 4,
    border: '1px solid transparent',
    fontSize: 10.5,
    fontWeight: 700,
    lineHeight: 1,
    verticalAlign: 'baseline',
    // Greyscale printers omit backgrounds by default (FLG-1).
    printColorAdjust: 'exact',
    ...(variant === 'filled' && {
      backgroundColor: theme.vars.palette.crit.main,
      borderColor: theme.vars.palette.crit.main,
      color: theme.vars.palette.crit.on,
    }),
    ...(variant === 'outlined' && {
      backgroundColor: theme.vars.palette.warn.bg,
      borderColor: theme.vars.palette.warn.main,
      color: theme.vars.palette.warn.main,
    }),
    ...(variant === 'plain' && { borderColor: theme.vars.palette.line2, color: theme.vars.palette.muted }),
    // In forced-colors mode the border would draw a box around normal values.
    ...(variant === 'dot' && { color: theme.vars.palette.faint, '@media (forced-colors: active)': { borderColor: 'Canvas' } }),
  }),
)

export interface FlagChipProps {
  /** A v3-ObservationInterpretation code, or null without an interpretation. */
  flag: string | null
}

/**
 * Letter, shape and colour of an interpretation, of constant width and before the value (FLG-1…3). A missing
 * interpretation is an empty box, never the dot that means "normal"; an unknown code is shown as sent.
 */
export function FlagChip({ flag }: FlagChipProps) {
  const words = useWords()
  if (!flag) return <Box dir="ltr" variant="dot" aria-hidden />
  if (flag === 'N') {
    return (
      <Box dir="ltr" variant="dot" role="img" aria-label={words.normal} title={words.normal}>
        ·
      </Box>
    )
  }
  const name = isFlagCode(flag) ? words.flags[flag] : flag
  const variant = toneOfFlag(flag) === 'crit' ? 'filled' : toneOfFlag(flag) ? 'outlined' : 'plain'
  return (
    <Box dir="ltr" variant={variant} title={name} data-flag={flag}>
      {flag}
    </Box>
  )
}

export interface NewMarkProps {
  children?: ReactNode
}

/** Marks an item that was added or changed since the user last viewed it. */
export function NewMark({ children }: NewMarkProps) {
  const words = useWords()
  return <StatusChip tone="new">{children ?? words.fresh}</StatusChip>
}

export interface CountBadgeProps {
  value: number
  tone?: Tone
  /** Description for screen readers: "2 unreviewed" (SHL-6). */
  label: string
}

const Badge = styled('span', { shouldForwardProp: (prop) => prop !== 'tone' })<{ tone: Tone }>(({ theme, tone }) => ({
  display: 'inline-block',
  minWidth: 18,
  padding: '0 5px',
  textAlign: 'center',
  borderRadius: 9,
  border: `1px solid ${theme.vars.palette[tone].line}`,
  backgroundColor: theme.vars.palette[tone].bg,
  color: theme.vars.palette[tone].main,
  fontSize: 11,
  fontWeight: 650,
  lineHeight: '16px',
}))

export function CountBadge({ value, tone = 'neutral', label }: CountBadgeProps) {
  return (
    <Badge tone={tone} role="img" aria-label={label} title={label}>
      {value}
    </Badge>
  )
}
