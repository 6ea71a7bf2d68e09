import Box from '@mui/material/Box'
import Button from '@mui/material/Button'
import Skeleton from '@mui/material/Skeleton'
import { CircleSlash2, CloudDownload, History, Inbox, TriangleAlert } from 'lucide-react'
import type { ReactNode } from 'react'
import { Clin } from '../clinical/clinical-text.tsx'
import { useDensity } from '../theme/theme-provider.tsx'
import { rowHeights } from '../theme/tokens.ts'
import { useFormats } from '../time/clock.tsx'
import { useWords } from '../words.tsx'

interface NoticeProps {
  icon: ReactNode
  title: ReactNode
  hint?: ReactNode
  action?: ReactNode
  role?: 'status' | 'alert'
}

function Notice({ icon, title, hint, action, role = 'status' }: NoticeProps) {
  return (
    <Box role={role} sx={{ display: 'grid', justifyItems: 'center', gap: 1.5, padding: 5, textAlign: 'center', color: 'muted' }}>
      <Box sx={{ color: 'faint', lineHeight: 0 }} aria-hidden>
        {icon}
      </Box>
      <Box sx={{ fontWeight: 600, color: 'text.primary' }}>{title}</Box>
      {hint && <Box sx={{ fontSize: 12, maxInlineSize: '46ch' }}>{hint}</Box>}
      {action}
    </Box>
  )
}

export interface EmptyProps {
  /** Name of the missing items: "No active orders". */
  title: ReactNode
  hint?: ReactNode
  action?: ReactNode
}

/** Shown for a loaded list without items. */
export function Empty(props: EmptyProps) {
  return <Notice icon={<Inbox size={22} />} {...props} />
}

export interface LoadingProps {
  /** Expected number of rows, to avoid a layout shift (PERF-3). */
  rows?: number | undefined
  rowHeight?: number
}

/** Shown while a list is loading. */
export function Loading({ rows = 4, rowHeight }: LoadingProps) {
  const words = useWords()
  const density = useDensity()
  const height = rowHeight ?? rowHeights[density]
  return (
    <Box role="status" aria-busy aria-label={words.loading}>
      {placeholders(rows).map(({ key, width }) => (
        <Box
          key={key}
          sx={{ height, display: 'flex', alignItems: 'center', paddingInline: 3, borderBlockEnd: '1px solid', borderColor: 'line' }}
        >
          <Skeleton variant="rounded" height={10} width={width} />
        </Box>
      ))}
    </Box>
  )
}

/** Lines of different length, to look like text. */
const placeholders = (rows: number) =>
  Array.from({ length: rows }, (_, index) => ({ key: `line ${index}`, width: `${70 - ((index * 17) % 40)}%` }))

export interface RefusedProps {
  /** The refusal message: who may, and what to do. */
  reason: ReactNode
  action?: ReactNode
}

/** Shown for an expected refusal by the server. */
export function Refused({ reason, action }: RefusedProps) {
  const words = useWords()
  return <Notice icon={<CircleSlash2 size={22} />} title={words.refusedTitle} hint={reason} action={action} />
}

export interface FailedProps {
  /** Request id for the log; never a message that contains data. */
  reference?: string | null
  onRetry?: () => void
}

/** Shown for an unexpected error, with the reference for support. */
export function Failed({ reference, onRetry }: FailedProps) {
  const words = useWords()
  return (
    <Notice
      role="alert"
      icon={<TriangleAlert size={22} />}
      title={words.failedTitle}
      hint={reference && <Clin wrap>{words.failedReference(reference)}</Clin>}
      action={onRetry && <Button onClick={onRetry}>{words.tryAgain}</Button>}
    />
  )
}

export interface NotLoadedProps {
  title?: ReactNode
  onLoad?: () => void
}

/** Shown for content that is loaded on request. Not the same as empty (CHT-2). */
export function NotLoaded({ title, onLoad }: NotLoadedProps) {
  const words = useWords()
  return (
    <Notice
      icon={<CloudDownload size={22} />}
      title={title ?? words.notLoaded}
      action={onLoad && <Button onClick={onLoad}>{words.load}</Button>}
    />
  )
}

export interface StaleProps {
  asOf: string
  action?: ReactNode
}

/** Shown above stale rows, which stay on screen during an outage. */
export function Stale({ asOf, action }: StaleProps) {
  const words = useWords()
  const formats = useFormats()
  return (
    <Box
      role="status"
      sx={{
        display: 'flex',
        alignItems: 'center',
        gap: 2,
        minHeight: 28,
        paddingInline: 3,
        color: 'warn.main',
        bgcolor: 'warn.bg',
        borderBlockEnd: '1px solid',
        borderColor: 'warn.line',
        fontSize: 12,
      }}
    >
      <History size={14} aria-hidden />
      <Box component="span" sx={{ flex: 1 }}>
        {words.staleSince(formats.isToday(asOf) ? formats.time(asOf, { seconds: true }) : formats.dateTime(asOf))}
      </Box>
      {action}
    </Box>
  )
}
