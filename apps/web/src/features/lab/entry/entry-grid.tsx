import Box from '@mui/material/Box'
import { type KeyboardEvent, useRef } from 'react'
import { useTexts } from '../../../i18n/define-texts.ts'
import { sheetTexts } from '../texts.ts'
import { EntryLine } from './entry-row.tsx'
import type { MeasuredSheetEntry } from './use-entry-sheet.ts'

export interface EntryGridProps {
  readonly entries: readonly MeasuredSheetEntry[]
  readonly disabled: boolean
  readonly onEnter: (key: string, text: string) => void
  /** Called for Enter in the last field. */
  readonly onEnd: () => void
}

/** One row per analyte with flag, field and unit; Enter or ↓ moves to the next field (LAB-4, LAB-6). */
export function EntryGrid({ entries, disabled, onEnter, onEnd }: EntryGridProps) {
  const t = useTexts(sheetTexts)
  const body = useRef<HTMLTableSectionElement>(null)
  const onKeyDown = (event: KeyboardEvent) => {
    const step = event.key === 'ArrowUp' ? -1 : event.key === 'ArrowDown' || event.key === 'Enter' ? 1 : 0
    // Buttons inside a row handle Enter themselves.
    if (step === 0 || event.ctrlKey || event.metaKey || event.altKey || !(event.target instanceof HTMLInputElement)) return
    event.preventDefault()
    const fields = [...(body.current?.querySelectorAll('input') ?? [])]
    const next = fields[fields.indexOf(event.target) + step]
    if (!next && event.key === 'Enter') onEnd()
    next?.focus()
    next?.select()
  }
  return (
    <Box
      component="table"
      aria-label={t('values')}
      sx={{
        inlineSize: '100%',
        borderCollapse: 'collapse',
        // Fixed layout: flags, errors and comments must not move the fields.
        tableLayout: 'fixed',
        '& th, & td': { textAlign: 'start', padding: '5px 6px', verticalAlign: 'top' },
        '& th:first-of-type': { paddingInlineStart: '16px' },
        '& thead th': { fontSize: 11.5, fontWeight: 550, color: 'muted', bgcolor: 'sunk' },
        '& tbody tr': { borderBlockEnd: '1px solid', borderColor: 'line' },
        '& small': { color: 'muted', fontSize: 11.5 },
      }}
    >
      <colgroup>
        <col />
        <col style={{ width: 42 }} />
        <col style={{ width: 164 }} />
        <col style={{ width: 108 }} />
        <col style={{ width: 102 }} />
      </colgroup>
      <thead>
        <tr>
          <th scope="col">{t('analyte')}</th>
          <th scope="col" colSpan={2}>
            {t('result')}
          </th>
          <th scope="col">{t('previous')}</th>
          <th scope="col">{t('range')}</th>
        </tr>
      </thead>
      <tbody ref={body} onKeyDown={onKeyDown}>
        {entries.map((entry, index) => (
          <EntryLine key={entry.line.code} entry={entry} isFirst={index === 0} disabled={disabled} onEnter={onEnter} />
        ))}
      </tbody>
    </Box>
  )
}
