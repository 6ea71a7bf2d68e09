import Alert from '@mui/material/Alert'
import Box from '@mui/material/Box'
import Checkbox from '@mui/material/Checkbox'
import FormControlLabel from '@mui/material/FormControlLabel'
import Radio from '@mui/material/Radio'
import RadioGroup from '@mui/material/RadioGroup'
import type { LabWorklistRow } from '@wardline/events'
import { Clin, LabValue, Sheet, StatusChip } from '@wardline/ui'
import { useState } from 'react'
import { identityOf } from '../../../clinical/patient-identity.ts'
import { useSpecimenComment } from '../../../clinical/specimen-comments.ts'
import { useTestName } from '../../../clinical/test-names.ts'
import { useTexts } from '../../../i18n/define-texts.ts'
import { useLanguage } from '../../../i18n/language.ts'
import { useLocationLabel } from '../../../sync/hooks/use-location-label.ts'
import type { CodedSheetEntry, MeasuredSheetEntry } from '../entry/use-entry-sheet.ts'
import { sheetTexts } from '../texts.ts'
import { type ReleaseItem, releaseItemsOf } from './release-items.ts'

export type ReleaseStatus = 'preliminary' | 'final'

/** Codes of the tests confirmed by the technician, separately for critical values and delta checks (LAB-5, LAB-8). */
export interface ReleaseConfirmations {
  readonly critical: readonly string[]
  readonly delta: readonly string[]
}

export interface ReleaseSheetProps {
  readonly row: LabWorklistRow
  readonly entries: readonly MeasuredSheetEntry[]
  readonly codedEntries: readonly CodedSheetEntry[]
  readonly busy: boolean
  readonly error: string | null
  readonly onRelease: (status: ReleaseStatus, confirmations: ReleaseConfirmations) => void
  readonly onClose: () => void
}

/**
 * Review before release: results with flags, preliminary or final status. Each failed delta check and each critical
 * value needs its own confirmation; the alerted clinician is named (LAB-5, LAB-7, LAB-8).
 */
export function ReleaseSheet({ row, entries, codedEntries, busy, error, onRelease, onClose }: ReleaseSheetProps) {
  const t = useTexts(sheetTexts)
  const testName = useTestName()
  const { language } = useLanguage()
  const locationLabel = useLocationLabel()
  const patient = identityOf(row.patient, language)
  const [status, setStatus] = useState<ReleaseStatus>('final')
  const deltaConfirmations = useConfirmations()
  const criticalConfirmations = useConfirmations()
  const items = releaseItemsOf(entries, codedEntries)
  const deltaItems = items.filter((each) => each.delta !== null)
  const criticalItems = items.filter((each) => each.critical)
  const missingCount = entries.length + codedEntries.length - items.length

  return (
    <Sheet
      open
      title={t('releaseTitle', { test: testName(row) })}
      patient={patient}
      place={locationLabel.whole(row.patient)}
      commitLabel={t('releaseFor', { count: items.length, patient: patient.name })}
      commitTone={criticalItems.length > 0 ? 'error' : 'primary'}
      commitDisabled={!deltaConfirmations.hasAll(deltaItems) || !criticalConfirmations.hasAll(criticalItems)}
      busy={busy}
      error={error}
      onCommit={() => onRelease(status, { critical: criticalConfirmations.codes, delta: deltaConfirmations.codes })}
      onClose={onClose}
    >
      <Box component="ul" sx={{ margin: 0, padding: 0, listStyle: 'none', display: 'grid', gap: 1 }}>
        {items.map((each) => (
          <ReleaseItemRow key={each.code} item={each} />
        ))}
      </Box>
      {missingCount > 0 && <Box sx={{ color: 'warn.main', marginBlockStart: 2 }}>{t('missing', { count: missingCount })}</Box>}
      <RadioGroup value={status} onChange={(event) => setStatus(event.target.value as ReleaseStatus)} sx={{ marginBlockStart: 2 }}>
        <FormControlLabel value="final" control={<Radio />} label={t('asFinal')} />
        <FormControlLabel value="preliminary" control={<Radio />} label={t('asPreliminary')} />
      </RadioGroup>
      {deltaItems.length > 0 && (
        <Alert severity="warning" sx={{ marginBlockStart: 2 }}>
          <b>{t('movedTitle')}</b>
          <Box component="p" sx={{ marginBlock: 1 }}>
            {t('movedHint')}
          </Box>
          {deltaItems.map(({ code, display, value, unit, delta }) => (
            <ConfirmationCheckbox key={code} confirmations={deltaConfirmations} code={code}>
              {t('confirmMoved', { test: testName({ code, display }) })} <Clin>{`${value} ${unit ?? ''} · ${delta}`}</Clin>
            </ConfirmationCheckbox>
          ))}
        </Alert>
      )}
      {criticalItems.length > 0 && (
        <Alert severity="error" sx={{ marginBlockStart: 2 }}>
          <b>{t('critical')}</b>
          <Box component="p" sx={{ marginBlock: 1 }}>
            {t('criticalCalls', { name: row.requester.name })}
          </Box>
          {criticalItems.map(({ code, display, value, unit }) => (
            <ConfirmationCheckbox key={code} confirmations={criticalConfirmations} code={code}>
              {t('confirmCritical', { test: testName({ code, display }), value, unit: unit ?? '' })}
            </ConfirmationCheckbox>
          ))}
        </Alert>
      )}
    </Sheet>
  )
}

function ReleaseItemRow({ item: { code, display, value, unit, flag, note, delta } }: { item: ReleaseItem }) {
  const t = useTexts(sheetTexts)
  const commentLabel = useSpecimenComment()
  return (
    <Box component="li" sx={{ display: 'flex', gap: 2, justifyContent: 'space-between' }}>
      <span>
        <bdi>{useTestName()({ code, display })}</bdi> {note && <StatusChip tone="warn">{commentLabel(note)}</StatusChip>}{' '}
        {delta && <StatusChip tone="warn">{t('moved')}</StatusChip>}
      </span>
      <LabValue value={value} unit={unit} flag={flag} />
    </Box>
  )
}

function useConfirmations() {
  const [confirmedCodes, setConfirmedCodes] = useState<ReadonlySet<string>>(new Set())
  return {
    codes: [...confirmedCodes],
    isConfirmed: (code: string) => confirmedCodes.has(code),
    hasAll: (required: readonly { readonly code: string }[]) => required.every(({ code }) => confirmedCodes.has(code)),
    toggle: (code: string) =>
      setConfirmedCodes((before) => (before.has(code) ? new Set([...before].filter((each) => each !== code)) : new Set([...before, code]))),
  }
}

const ConfirmationCheckbox = ({
  confirmations,
  code,
  children,
}: {
  confirmations: ReturnType<typeof useConfirmations>
  code: string
  children: React.ReactNode
}) => (
  <FormControlLabel
    sx={{ display: 'flex' }}
    control={<Checkbox checked={confirmations.isConfirmed(code)} onChange={() => confirmations.toggle(code)} />}
    label={<span>{children}</span>}
  />
)
