import Box from '@mui/material/Box'
import Button from '@mui/material/Button'
import type { ReactNode } from 'react'
import { useFormats } from '../time/clock.tsx'
import { useWords } from '../words.tsx'

export interface DiffLine {
  label: string
  before: ReactNode
  after: ReactNode
}

export interface DiffBlockProps {
  changedBy: string
  changedAt: string
  changes: readonly DiffLine[]
  /** Loads the other user's version. */
  onReload?: (() => void) | undefined
  /** Applies the user's changes to the other user's version. */
  onReapply?: (() => void) | undefined
}

/** Shows a conflicting change; the user's input is kept until one of the two actions is chosen (RT-6). */
export function DiffBlock({ changedBy, changedAt, changes, onReload, onReapply }: DiffBlockProps) {
  const words = useWords()
  const formats = useFormats()
  return (
    <Box
      role="group"
      sx={{ border: 1, borderColor: 'new.line', bgcolor: 'new.bg', borderRadius: 1, padding: 3, display: 'grid', gap: 1.5 }}
    >
      <Box sx={{ fontWeight: 620, color: 'new.main' }}>{words.changedBy(changedBy, formats.dateTime(changedAt))}</Box>
      <Box component="dl" sx={{ margin: 0, display: 'grid', gridTemplateColumns: 'max-content 1fr', columnGap: 3, rowGap: 1 }}>
        {changes.map(({ label, before, after }) => (
          <Box key={label} sx={{ display: 'contents' }}>
            <Box component="dt" sx={{ color: 'muted' }}>
              {label}
            </Box>
            <Box component="dd" sx={{ margin: 0 }}>
              <Box component="del" aria-label={words.before} sx={{ color: 'muted' }}>
                {before ?? words.nothing}
              </Box>{' '}
              <Box component="ins" aria-label={words.now} sx={{ textDecoration: 'none', fontWeight: 620 }}>
                {after ?? words.nothing}
              </Box>
            </Box>
          </Box>
        ))}
      </Box>
      {(onReload || onReapply) && (
        <Box sx={{ display: 'flex', gap: 2 }}>
          {onReload && <Button onClick={onReload}>{words.reload}</Button>}
          {onReapply && <Button onClick={onReapply}>{words.reapply}</Button>}
        </Box>
      )}
    </Box>
  )
}
