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
import type { SheetEntry, SheetWords } from '../entry/use-entry-sheet.ts'
import { sheetTexts } from '../texts.ts'
import { type Leaving, leavingOf } from './release-items.ts'

export type ReleaseStatus = 'preliminary' | 'final'

/** Codes of the tests confirmed by the technician, separately for critical values and delta checks (LAB-5, LAB-8). */
export interface Confirmed {
  readonly critical: readonly string[]
  readonly delta: readonly string[]
}

export interface ReleaseSheetProps {
  readonly row: LabWorklistRow
  readonly entries: readonly SheetEntry[]
  readonly words: readonly SheetWords[]
  readonly busy: boolean
  readonly error: string | null
  readonly onRelease: (status: ReleaseStatus, confirmed: Confirmed) => void
  readonly onClose: () => void
}

/**
 * Review before release: results with flags, preliminary or final status. Each failed delta check and each critical
 * value needs its own confirmation; the alerted clinician is named (LAB-5, LAB-7, LAB-8).
 */
export function ReleaseSheet({ row, entries, words, busy, error, onRelease, onClose }: ReleaseSheetProps) {
  const t = useTexts(sheetTexts)
  const nameOf = useTestName()
  const { language } = useLanguage()
  const places = useLocationLabel()
  const patient = identityOf(row.patient, language)
  const [status, setStatus] = useState<ReleaseStatus>('final')
  const deltas = useTicks()
  const criticals = useTicks()
  const leaving = leavingOf(entries, words)
  const moved = leaving.filter((each) => each.delta !== null)
  const critical = leaving.filter((each) => each.critical)
  const missing = entries.length + words.length - leaving.length

  return (
    <Sheet
      open
      title={t('releaseTitle', { test: nameOf(row) })}
      patient={patient}
      place={places.whole(row.patient)}
      commitLabel={t('releaseFor', { count: leaving.length, patient: patient.name })}
      commitTone={critical.length > 0 ? 'error' : 'primary'}
      commitDisabled={!deltas.has(moved) || !criticals.has(critical)}
      busy={busy}
      error={error}
      onCommit={() => onRelease(status, { critical: criticals.codes, delta: deltas.codes })}
      onClose={onClose}
    >
      <Box component="ul" sx={{ margin: 0, padding: 0, listStyle: 'none', display: 'grid', gap: 1 }}>
        {leaving.map((each) => (
          <LeavingLine key={each.code} leaving={each} />
        ))}
      </Box>
      {missing > 0 && <Box sx={{ color: 'warn.main', marginBlockStart: 2 }}>{t('missing', { count: missing })}</Box>}
      <RadioGroup value={status} onChange={(event) => setStatus(event.target.value as ReleaseStatus)} sx={{ marginBlockStart: 2 }}>
        <FormControlLabel value="final" control={<Radio />} label={t('asFinal')} />
        <FormControlLabel value="preliminary" control={<Radio />} label={t('asPreliminary')} />
      </RadioGroup>
      {moved.length > 0 && (
        <Alert severity="warning" sx={{ marginBlockStart: 2 }}>
          <b>{t('movedTitle')}</b>
          <Box component="p" sx={{ marginBlock: 1 }}>
            {t('movedHint')}
          </Box>
          {moved.map(({ code, display, value, unit, delta }) => (
            <Tick key={code} ticks={deltas} code={code}>
              {t('confirmMoved', { test: nameOf({ code, display }) })} <Clin>{`${value} ${unit ?? ''} · ${delta}`}</Clin>
            </Tick>
          ))}
        </Alert>
      )}
      {critical.length > 0 && (
        <Alert severity="error" sx={{ marginBlockStart: 2 }}>
          <b>{t('critical')}</b>
          <Box component="p" sx={{ marginBlock: 1 }}>
            {t('criticalCalls', { name: row.requester.name })}
          </Box>
          {critical.map(({ code, display, value, unit }) => (
            <Tick key={code} ticks={criticals} code={code}>
              {t('confirmCritical', { test: nameOf({ code, display }), value, unit: unit ?? '' })}
            </Tick>
          ))}
        </Alert>
      )}
    </Sheet>
  )
}

function LeavingLine({ leaving: { code, display, value, unit, flag, note, delta } }: { leaving: Leaving }) {
  const t = useTexts(sheetTexts)
  const comment = useSpecimenComment()
  return (
    <Box component="li" sx={{ display: 'flex', gap: 2, justifyContent: 'space-between' }}>
      <span>
        <bdi>{useTestName()({ code, display })}</bdi> {note && <StatusChip tone="warn">{comment(note)}</StatusChip>}{' '}
        {delta && <StatusChip tone="warn">{t('moved')}</StatusChip>}
      </span>
      <LabValue value={value} unit={unit} flag={flag} />
    </Box>
  )
}

function useTicks() {
  const [ticked, setTicked] = useState<ReadonlySet<string>>(new Set())
  return {
    codes: [...ticked],
    isTicked: (code: string) => ticked.has(code),
    has: (asked: readonly { readonly code: string }[]) => asked.every(({ code }) => ticked.has(code)),
    toggle: (code: string) =>
      setTicked((before) => (before.has(code) ? new Set([...before].filter((each) => each !== code)) : new Set([...before, code]))),
  }
}

const Tick = ({ ticks, code, children }: { ticks: ReturnType<typeof useTicks>; code: string; children: React.ReactNode }) => (
  <FormControlLabel
    sx={{ display: 'flex' }}
    control={<Checkbox checked={ticks.isTicked(code)} onChange={() => ticks.toggle(code)} />}
    label={<span>{children}</span>}
  />
)
