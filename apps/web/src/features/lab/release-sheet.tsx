import Alert from '@mui/material/Alert'
import Box from '@mui/material/Box'
import Checkbox from '@mui/material/Checkbox'
import FormControlLabel from '@mui/material/FormControlLabel'
import Radio from '@mui/material/Radio'
import RadioGroup from '@mui/material/RadioGroup'
import type { LabWorklistRow } from '@wardline/events'
import { LabValue, Sheet } from '@wardline/ui'
import { useState } from 'react'
import { useLanguage } from '../../lib/language.ts'
import { identityOf, placeWords } from '../../lib/patient-identity.ts'
import { useTexts } from '../../lib/texts.ts'
import { sheetTexts } from './texts.ts'
import type { SheetEntry } from './use-sheet.ts'

export type ReleaseStatus = 'preliminary' | 'final'

export interface ReleaseSheetProps {
  readonly row: LabWorklistRow
  readonly entries: readonly SheetEntry[]
  readonly busy: boolean
  readonly error: string | null
  readonly onRelease: (status: ReleaseStatus, confirmedCritical: readonly string[]) => void
  readonly onClose: () => void
}

/**
 * What leaves the bench, as it will be read: values with their flags, preliminary or final, and each critical value
 * confirmed by hand with the name of the clinician it will call (LAB-7, LAB-8).
 */
export function ReleaseSheet({ row, entries, busy, error, onRelease, onClose }: ReleaseSheetProps) {
  const t = useTexts(sheetTexts)
  const { language } = useLanguage()
  const patient = identityOf(row.patient, language)
  const [status, setStatus] = useState<ReleaseStatus>('final')
  const [confirmed, setConfirmed] = useState<ReadonlySet<string>>(new Set())
  const valid = entries.filter(({ judged }) => judged.state === 'valid')
  const critical = valid.filter(({ judged }) => judged.state === 'valid' && judged.critical)
  const missing = entries.length - valid.length
  const isConfirmed = critical.every(({ line }) => confirmed.has(line.code))
  const toggle = (code: string) =>
    setConfirmed((before) => (before.has(code) ? new Set([...before].filter((each) => each !== code)) : new Set([...before, code])))

  return (
    <Sheet
      open
      title={t('releaseTitle', { test: row.display })}
      patient={patient}
      place={placeWords(row.patient)}
      commitLabel={t('releaseFor', { count: valid.length, patient: patient.name })}
      commitTone={critical.length > 0 ? 'error' : 'primary'}
      commitDisabled={!isConfirmed}
      busy={busy}
      error={error}
      onCommit={() => onRelease(status, [...confirmed])}
      onClose={onClose}
    >
      <Box component="ul" sx={{ margin: 0, padding: 0, listStyle: 'none', display: 'grid', gap: 1 }}>
        {valid.map(({ line, judged }) => (
          <Box component="li" key={line.code} sx={{ display: 'flex', gap: 2, justifyContent: 'space-between' }}>
            <span>{line.display}</span>
            {judged.state === 'valid' && <LabValue value={judged.value.text} unit={line.unit} flag={judged.flag} />}
          </Box>
        ))}
      </Box>
      {missing > 0 && <Box sx={{ color: 'warn.main', marginBlockStart: 2 }}>{t('missing', { count: missing })}</Box>}
      <RadioGroup value={status} onChange={(event) => setStatus(event.target.value as ReleaseStatus)} sx={{ marginBlockStart: 2 }}>
        <FormControlLabel value="final" control={<Radio />} label={t('asFinal')} />
        <FormControlLabel value="preliminary" control={<Radio />} label={t('asPreliminary')} />
      </RadioGroup>
      {critical.length > 0 && (
        <Alert severity="error" sx={{ marginBlockStart: 2 }}>
          <b>{t('critical')}</b>
          <Box component="p" sx={{ marginBlock: 1 }}>
            {t('criticalCalls', { name: row.requester.name })}
          </Box>
          {critical.map(({ line, judged }) => (
            <FormControlLabel
              key={line.code}
              control={<Checkbox checked={confirmed.has(line.code)} onChange={() => toggle(line.code)} />}
              label={t('confirmCritical', {
                test: line.display,
                value: judged.state === 'valid' ? judged.value.text : '',
                unit: line.unit,
              })}
            />
          ))}
        </Alert>
      )}
    </Sheet>
  )
}
