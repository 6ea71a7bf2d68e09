import Box from '@mui/material/Box'
import InputAdornment from '@mui/material/InputAdornment'
import TextField from '@mui/material/TextField'
import { type Flag, flags } from '@wardline/events'
import { Clin, FlagChip, LabValue, RangeText, StatusChip, useFormats } from '@wardline/ui'
import { useSpecimenComment } from '../../../clinical/specimen-comments.ts'
import { useTestName } from '../../../clinical/test-names.ts'
import { useTexts } from '../../../i18n/define-texts.ts'
import { sheetTexts } from '../texts.ts'
import { entryKeys } from './entry-store.ts'
import { formatDelta, type InterpretedEntry } from './interpret-entry.ts'
import { SpecimenComment } from './specimen-comment.tsx'
import { TestName } from './test-name.tsx'
import type { MeasuredLine, MeasuredSheetEntry } from './use-entry-sheet.ts'

export interface EntryLineProps {
  readonly entry: MeasuredSheetEntry
  readonly isFirst: boolean
  readonly disabled: boolean
  readonly onEnter: (key: string, text: string) => void
}

/** One analyte: name, flag, field with unit, previous value with delta, reference range and critical limits (LAB-4, LAB-6). */
export function EntryLine({ entry: { line, input, interpretation, note }, isFirst, disabled, onEnter }: EntryLineProps) {
  const t = useTexts(sheetTexts)
  const error = useErrorText(interpretation, line)
  const name = useTestName()(line)
  const commentLabel = useSpecimenComment()
  const status = line.entered && (line.entered.status === 'preliminary' ? t('preliminary') : t('final'))
  return (
    <tr data-critical={(interpretation.state === 'valid' && interpretation.critical) || undefined}>
      <Box component="th" scope="row" sx={{ fontWeight: 450, paddingBlockStart: '10px !important' }}>
        <TestName name={name} />
        {!disabled && line.entered && status && (
          <Box component="small" sx={{ display: 'block' }}>
            {t('released', { status, value: line.entered.value })}
          </Box>
        )}
      </Box>
      <Box component="td" sx={{ paddingBlockStart: '11px !important' }}>
        <FlagChip flag={disabled ? releasedFlag(line) : interpretation.state === 'valid' ? interpretation.flag : null} />
      </Box>
      <td>
        {disabled ? (
          <ReleasedValue line={line} />
        ) : (
          <TextField
            value={input}
            onChange={(event) => onEnter(line.code, event.target.value)}
            // Values can be entered right after scanning, without the mouse (LAB-15).
            autoFocus={isFirst}
            error={error !== null}
            helperText={error}
            slotProps={{
              htmlInput: { 'aria-label': name, inputMode: 'decimal', dir: 'ltr', autoComplete: 'off' },
              // Number before unit in both languages.
              input: { dir: 'ltr', endAdornment: <FieldAdornment {...{ line, name, note, onEnter }} /> },
            }}
          />
        )}
        {!disabled && note && <StatusChip tone="warn">{commentLabel(note)}</StatusChip>}
      </td>
      <Box component="td" sx={{ paddingBlockStart: '10px !important' }}>
        <Previous line={line} interpretation={interpretation} />
      </Box>
      <Box component="td" sx={{ paddingBlockStart: '10px !important' }}>
        {line.range ? <RangeText {...line.range} /> : <small>{t('noRange')}</small>}
        <CriticalLimits line={line} />
      </Box>
    </tr>
  )
}

interface FieldAdornmentProps {
  readonly line: MeasuredLine
  readonly name: string
  readonly note: string | null
  readonly onEnter: EntryLineProps['onEnter']
}

/** Unit and specimen comment button. */
const FieldAdornment = ({ line, name, note, onEnter }: FieldAdornmentProps) => (
  <InputAdornment position="end">
    {line.unit}
    <SpecimenComment test={name} note={note} onChange={(text) => onEnter(entryKeys.note(line.code), text)} />
  </InputAdornment>
)

/** A released value is read-only. */
function ReleasedValue({ line }: { line: MeasuredLine }) {
  const value = line.entered?.value ?? null
  return <LabValue value={value} unit={line.unit} flag={releasedFlag(line)} status={line.entered?.status} flagBeside={false} />
}

const releasedFlag = ({ entered }: MeasuredLine): Flag | null => flags.find((flag) => flag === entered?.flag) ?? null

function useErrorText(interpretation: InterpretedEntry, line: MeasuredLine): string | null {
  const t = useTexts(sheetTexts)
  if (interpretation.state === 'notANumber') return t('notANumber')
  if (interpretation.state === 'outsideMeasuringRange')
    return t('impossible', { low: interpretation.technical[0], high: interpretation.technical[1], unit: line.unit })
  return null
}

function Previous({ line: { previous }, interpretation }: { line: MeasuredLine; interpretation: InterpretedEntry }) {
  const t = useTexts(sheetTexts)
  const formats = useFormats()
  if (!previous) return <small>{t('noPrevious')}</small>
  const delta = interpretation.state === 'valid' ? interpretation.delta : null
  return (
    <>
      <LabValue value={previous.value} flag={previous.flag} size="cell" />{' '}
      <small>
        <Clin>{formats.isToday(previous.collectedAt) ? formats.time(previous.collectedAt) : formats.dayMonth(previous.collectedAt)}</Clin>
      </small>
      {delta && (
        <Box sx={{ fontSize: 12, fontWeight: 550 }}>
          <Clin>{formatDelta(delta)}</Clin>
        </Box>
      )}
      {interpretation.state === 'valid' && interpretation.deltaExceeded && <StatusChip tone="warn">{t('moved')}</StatusChip>}
    </>
  )
}

/** Critical limits for this patient's age. */
function CriticalLimits({ line: { critical } }: { line: MeasuredLine }) {
  const t = useTexts(sheetTexts)
  if (!critical) return null
  const limits = [critical.low !== null && `< ${critical.low}`, critical.high !== null && `≥ ${critical.high}`].filter(Boolean).join(' · ')
  return (
    <Box component="small" sx={{ display: 'block' }}>
      {t('limitsWord')} <Clin>{limits}</Clin>
    </Box>
  )
}
