import Box from '@mui/material/Box'
import InputAdornment from '@mui/material/InputAdornment'
import TextField from '@mui/material/TextField'
import { Clin, FlagChip, LabValue, RangeText, useFormats } from '@wardline/ui'
import { type KeyboardEvent, useRef } from 'react'
import { useTexts } from '../../lib/texts.ts'
import { type JudgedEntry, judgeEntry } from './judge-entry.ts'
import { sheetTexts } from './texts.ts'
import type { SheetEntry, SheetLine } from './use-sheet.ts'

export interface EntryGridProps {
  readonly entries: readonly SheetEntry[]
  readonly disabled: boolean
  readonly onEnter: (code: string, text: string) => void
  /** Enter in the last field: everything is entered. */
  readonly onEnd: () => void
}

/** One line per analyte: Enter or ↓ goes to the next, the unit stands beside the field, the flag before it (LAB-4, LAB-6). */
export function EntryGrid({ entries, disabled, onEnter, onEnd }: EntryGridProps) {
  const t = useTexts(sheetTexts)
  const body = useRef<HTMLTableSectionElement>(null)
  const onKeyDown = (event: KeyboardEvent) => {
    const step = event.key === 'ArrowUp' ? -1 : event.key === 'ArrowDown' || event.key === 'Enter' ? 1 : 0
    if (step === 0 || event.ctrlKey || event.metaKey || event.altKey) return
    event.preventDefault()
    const fields = [...(body.current?.querySelectorAll('input') ?? [])]
    const next = fields[fields.indexOf(event.target as HTMLInputElement) + step]
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
        '& th, & td': { textAlign: 'start', padding: '5px 6px', verticalAlign: 'top' },
        '& th:first-of-type': { paddingInlineStart: '16px' },
        '& thead th': { fontSize: 11.5, fontWeight: 550, color: 'muted', bgcolor: 'sunk' },
        '& tbody tr': { borderBlockEnd: '1px solid', borderColor: 'line' },
        '& small': { color: 'muted', fontSize: 11.5 },
      }}
    >
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

function EntryLine({
  entry: { line, typed, judged },
  isFirst,
  disabled,
  onEnter,
}: { entry: SheetEntry; isFirst: boolean } & Omit<EntryGridProps, 'entries' | 'onEnd'>) {
  const t = useTexts(sheetTexts)
  const error = useErrorWords(judged, line)
  const status = line.entered && (line.entered.status === 'preliminary' ? t('preliminary') : t('final'))
  return (
    <tr data-critical={(judged.state === 'valid' && judged.critical) || undefined}>
      <Box component="th" scope="row" sx={{ fontWeight: 450, paddingBlockStart: '10px !important' }}>
        {line.display}
        {!disabled && line.entered && status && (
          <Box component="small" sx={{ display: 'block' }}>
            {t('released', { status, value: line.entered.value })}
          </Box>
        )}
      </Box>
      <Box component="td" sx={{ inlineSize: 36, paddingBlockStart: '11px !important' }}>
        <FlagChip flag={disabled ? releasedFlag(line) : judged.state === 'valid' ? judged.flag : null} />
      </Box>
      <Box component="td" sx={{ inlineSize: 168 }}>
        {disabled ? (
          <Released line={line} />
        ) : (
          <TextField
            value={typed}
            onChange={(event) => onEnter(line.code, event.target.value)}
            // Whoever opens an order enters values next, by scanner and keypad alone (LAB-15).
            autoFocus={isFirst}
            error={error !== null}
            helperText={error}
            slotProps={{
              htmlInput: { 'aria-label': line.display, inputMode: 'decimal', dir: 'ltr', autoComplete: 'off' },
              // Number, then unit, in both languages.
              input: { dir: 'ltr', endAdornment: <InputAdornment position="end">{line.unit}</InputAdornment> },
            }}
          />
        )}
      </Box>
      <Box component="td" sx={{ paddingBlockStart: '10px !important' }}>
        <Previous line={line} judged={judged} />
      </Box>
      <Box component="td" sx={{ paddingBlockStart: '10px !important' }}>
        {line.range ? <RangeText {...line.range} /> : <small>{t('noRange')}</small>}
        <Limits line={line} />
      </Box>
    </tr>
  )
}

/** A value that left the bench is read, not entered. */
function Released({ line }: { line: SheetLine }) {
  const value = line.entered?.value ?? null
  return <LabValue value={value} unit={line.unit} flag={releasedFlag(line)} status={line.entered?.status} flagBeside={false} />
}

const releasedFlag = (line: SheetLine) => {
  const judged = judgeEntry(line.entered?.value ?? '', line)
  return judged.state === 'valid' ? judged.flag : null
}

function useErrorWords(judged: JudgedEntry, line: SheetLine): string | null {
  const t = useTexts(sheetTexts)
  if (judged.state === 'notANumber') return t('notANumber')
  if (judged.state === 'impossible') return t('impossible', { low: judged.technical[0], high: judged.technical[1], unit: line.unit })
  return null
}

function Previous({ line: { previous }, judged }: { line: SheetLine; judged: JudgedEntry }) {
  const t = useTexts(sheetTexts)
  const formats = useFormats()
  if (!previous) return <small>{t('noPrevious')}</small>
  const delta = judged.state === 'valid' ? judged.delta : null
  return (
    <>
      <LabValue value={previous.value} flag={previous.flag} size="cell" />{' '}
      <small>
        <Clin>{formats.isToday(previous.collectedAt) ? formats.time(previous.collectedAt) : formats.dayMonth(previous.collectedAt)}</Clin>
      </small>
      {delta && (
        <Box sx={{ fontSize: 12, fontWeight: 550 }}>
          <Clin>{delta.percent === null ? delta.change : `${delta.change} (${delta.percent > 0 ? '+' : ''}${delta.percent} %)`}</Clin>
        </Box>
      )}
    </>
  )
}

/** The limits from which a value calls a clinician, for this patient's age. */
function Limits({ line: { critical } }: { line: SheetLine }) {
  const t = useTexts(sheetTexts)
  if (!critical) return null
  const limits = [critical.low !== null && `< ${critical.low}`, critical.high !== null && `≥ ${critical.high}`].filter(Boolean).join(' · ')
  return (
    <Box component="small" sx={{ display: 'block', whiteSpace: 'nowrap' }}>
      {t('limits', { limits })}
    </Box>
  )
}
