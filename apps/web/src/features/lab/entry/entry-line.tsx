import Box from '@mui/material/Box'
import InputAdornment from '@mui/material/InputAdornment'
import TextField from '@mui/material/TextField'
import { type Flag, flags } from '@wardline/events'
import { Clin, FlagChip, LabValue, RangeText, StatusChip, useFormats } from '@wardline/ui'
import { useSpecimenComment } from '../../../clinical/specimen-comments.ts'
import { useTestName } from '../../../clinical/test-names.ts'
import { useTexts } from '../../../i18n/define-texts.ts'
import { sheetTexts } from '../texts.ts'
import { entryKeys } from './entries.ts'
import { deltaWords, type JudgedEntry } from './interpret-entry.ts'
import { SpecimenComment } from './specimen-comment.tsx'
import { TestName } from './test-name.tsx'
import type { SheetEntry, SheetLine } from './use-entry-sheet.ts'

export interface EntryLineProps {
  readonly entry: SheetEntry
  readonly isFirst: boolean
  readonly disabled: boolean
  readonly onEnter: (key: string, text: string) => void
}

/** One analyte: name, flag, field with unit, previous value with delta, reference range and critical limits (LAB-4, LAB-6). */
export function EntryLine({ entry: { line, typed, judged, note }, isFirst, disabled, onEnter }: EntryLineProps) {
  const t = useTexts(sheetTexts)
  const error = useErrorWords(judged, line)
  const name = useTestName()(line)
  const comment = useSpecimenComment()
  const status = line.entered && (line.entered.status === 'preliminary' ? t('preliminary') : t('final'))
  return (
    <tr data-critical={(judged.state === 'valid' && judged.critical) || undefined}>
      <Box component="th" scope="row" sx={{ fontWeight: 450, paddingBlockStart: '10px !important' }}>
        <TestName name={name} />
        {!disabled && line.entered && status && (
          <Box component="small" sx={{ display: 'block' }}>
            {t('released', { status, value: line.entered.value })}
          </Box>
        )}
      </Box>
      <Box component="td" sx={{ paddingBlockStart: '11px !important' }}>
        <FlagChip flag={disabled ? releasedFlag(line) : judged.state === 'valid' ? judged.flag : null} />
      </Box>
      <td>
        {disabled ? (
          <Released line={line} />
        ) : (
          <TextField
            value={typed}
            onChange={(event) => onEnter(line.code, event.target.value)}
            // Values can be entered right after scanning, without the mouse (LAB-15).
            autoFocus={isFirst}
            error={error !== null}
            helperText={error}
            slotProps={{
              htmlInput: { 'aria-label': name, inputMode: 'decimal', dir: 'ltr', autoComplete: 'off' },
              // Number before unit in both languages.
              input: { dir: 'ltr', endAdornment: <FieldEnd {...{ line, name, note, onEnter }} /> },
            }}
          />
        )}
        {!disabled && note && <StatusChip tone="warn">{comment(note)}</StatusChip>}
      </td>
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

interface FieldEndProps {
  readonly line: SheetLine
  readonly name: string
  readonly note: string | null
  readonly onEnter: EntryLineProps['onEnter']
}

/** Unit and specimen comment button. */
const FieldEnd = ({ line, name, note, onEnter }: FieldEndProps) => (
  <InputAdornment position="end">
    {line.unit}
    <SpecimenComment test={name} note={note} onChange={(text) => onEnter(entryKeys.note(line.code), text)} />
  </InputAdornment>
)

/** A released value is read-only. */
function Released({ line }: { line: SheetLine }) {
  const value = line.entered?.value ?? null
  return <LabValue value={value} unit={line.unit} flag={releasedFlag(line)} status={line.entered?.status} flagBeside={false} />
}

const releasedFlag = ({ entered }: SheetLine): Flag | null => flags.find((flag) => flag === entered?.flag) ?? null

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
          <Clin>{deltaWords(delta)}</Clin>
        </Box>
      )}
      {judged.state === 'valid' && judged.moved && <StatusChip tone="warn">{t('moved')}</StatusChip>}
    </>
  )
}

/** Critical limits for this patient's age. */
function Limits({ line: { critical } }: { line: SheetLine }) {
  const t = useTexts(sheetTexts)
  if (!critical) return null
  const limits = [critical.low !== null && `< ${critical.low}`, critical.high !== null && `≥ ${critical.high}`].filter(Boolean).join(' · ')
  return (
    <Box component="small" sx={{ display: 'block' }}>
      {t('limitsWord')} <Clin>{limits}</Clin>
    </Box>
  )
}
