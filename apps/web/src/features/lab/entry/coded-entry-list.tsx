import Box from '@mui/material/Box'
import MenuItem from '@mui/material/MenuItem'
import TextField from '@mui/material/TextField'
import { FlagChip, LabValue } from '@wardline/ui'
import { useAnswerName, useTestName } from '../../../clinical/test-names.ts'
import { useTexts } from '../../../i18n/define-texts.ts'
import { sheetTexts } from '../texts.ts'
import { entryKeys } from './entry-store.ts'
import type { CodedSheetEntry } from './use-entry-sheet.ts'

export interface CodedEntryListProps {
  readonly entries: readonly CodedSheetEntry[]
  readonly disabled: boolean
  readonly onEnter: (key: string, text: string) => void
}

/** Entry fields of tests with a coded or free-text result, such as cultures (LAB-14). */
export const CodedEntryList = ({ entries, ...rest }: CodedEntryListProps) =>
  entries.map((each, index) => <CodedEntryRow key={each.line.code} entry={each} isFirst={index === 0} {...rest} />)

function CodedEntryRow({
  entry,
  isFirst,
  disabled,
  onEnter,
}: { entry: CodedSheetEntry; isFirst: boolean } & Omit<CodedEntryListProps, 'entries'>) {
  const t = useTexts(sheetTexts)
  const { line, interpretation } = entry
  const name = useTestName()(line)
  return (
    <Box
      component="section"
      aria-label={name}
      sx={{ display: 'grid', gap: 3, padding: '12px 16px', borderBlockEnd: '1px solid', borderColor: 'line' }}
    >
      <Box sx={{ display: 'flex', alignItems: 'center', gap: 2 }}>
        <FlagChip flag={interpretation.state === 'valid' ? interpretation.flag : null} />
        <bdi style={{ fontWeight: 620 }}>{name}</bdi>
      </Box>
      {line.entered && (
        <Box sx={{ color: disabled ? undefined : 'muted' }}>
          {t('releasedWords', { status: t(line.entered.status === 'preliminary' ? 'preliminary' : 'final') })}{' '}
          <LabValue value={line.entered.value} flag={null} />
        </Box>
      )}
      {!disabled && <Fields entry={entry} isFirst={isFirst} onEnter={onEnter} />}
      <Box component="small" sx={{ color: 'muted', fontSize: 11.5 }}>
        {line.previous ? <Before value={line.previous.value} /> : t('noPrevious')}
      </Box>
    </Box>
  )
}

function Before({ value }: { value: string }) {
  const t = useTexts(sheetTexts)
  return (
    <>
      {t('previousWords')} <bdi>{value}</bdi>
    </>
  )
}

function Fields({
  entry: { line, selectedCode, input, interpretation },
  isFirst,
  onEnter,
}: {
  entry: CodedSheetEntry
  isFirst: boolean
  onEnter: CodedEntryListProps['onEnter']
}) {
  const t = useTexts(sheetTexts)
  const answerName = useAnswerName()
  const needsText = line.answers.find(({ code }) => code === selectedCode)?.needsWords ?? false
  return (
    <>
      {line.answers.length > 0 && (
        <TextField
          select
          label={t('answer')}
          value={selectedCode}
          autoFocus={isFirst}
          onChange={(event) => onEnter(entryKeys.answer(line.code), event.target.value)}
        >
          <MenuItem value="">{t('noAnswer')}</MenuItem>
          {line.answers.map((answer) => (
            <MenuItem key={answer.code} value={answer.code}>
              {answerName(answer)}
            </MenuItem>
          ))}
        </TextField>
      )}
      <TextField
        label={t(line.answers.length === 0 ? 'resultInWords' : needsText ? 'organism' : 'furtherWords')}
        required={needsText || line.answers.length === 0}
        autoFocus={isFirst && line.answers.length === 0}
        multiline
        minRows={2}
        value={input}
        onChange={(event) => onEnter(line.code, event.target.value)}
        error={interpretation.state === 'incomplete'}
        helperText={interpretation.state === 'incomplete' ? t('needsOrganism') : ' '}
        slotProps={{ htmlInput: { dir: 'auto', maxLength: 2000 } }}
      />
    </>
  )
}
