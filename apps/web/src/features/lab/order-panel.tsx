import Alert from '@mui/material/Alert'
import Box from '@mui/material/Box'
import Button from '@mui/material/Button'
import IconButton from '@mui/material/IconButton'
import type { LabWorklistRow } from '@wardline/events'
import { AgeTimer, Card, Clin, Failed, KeyHint, Loading, PatientHead, PriorityChip, Refused, useFormats, useWords } from '@wardline/ui'
import { X } from 'lucide-react'
import { useState } from 'react'
import { useProblemText } from '../../api/refusals.ts'
import { identityOf } from '../../clinical/patient-identity.ts'
import { useSpecimenName, useTestName } from '../../clinical/test-names.ts'
import { useTexts } from '../../i18n/define-texts.ts'
import { useLanguage } from '../../i18n/language.ts'
import { useKeys } from '../../keyboard/keys.ts'
import { useLocationLabel } from '../../sync/hooks/use-location-label.ts'
import { CodedEntryList } from './entry/coded-entry-list.tsx'
import { EntryGrid } from './entry/entry-grid.tsx'
import { useEntrySheet } from './entry/use-entry-sheet.ts'
import { ReleaseSheet } from './release/release-sheet.tsx'
import { sheetTexts, worklistTexts } from './texts.ts'
import { useLabActions } from './use-lab-actions.ts'
import { CriticalStates } from './worklist/critical-states.tsx'
import { targetMs } from './worklist/derive-worklist.ts'
import { useStatusLabel } from './worklist/status-labels.ts'

export interface OrderPanelProps {
  readonly row: LabWorklistRow
  readonly onClose: () => void
}

/** Open order: patient and specimen, result entry, and acknowledgement of its critical values. */
export function OrderPanel({ row, onClose }: OrderPanelProps) {
  const t = useTexts(sheetTexts)
  const tWorklist = useTexts(worklistTexts)
  const describeProblem = useProblemText()
  const statusLabel = useStatusLabel()
  const { language } = useLanguage()
  const locationLabel = useLocationLabel()
  const patient = identityOf(row.patient, language)
  const name = useTestName()(row)
  const sheet = useEntrySheet(row)
  const actions = useLabActions(row, sheet)
  const [isReleasing, setIsReleasing] = useState(false)
  const openRelease = () => {
    actions.clear()
    setIsReleasing(actions.canRelease && !actions.busy)
  }
  useKeys([
    { keys: 'Mod+Enter', label: t('release'), group: tWorklist('title'), run: openRelease },
    { keys: 'Escape', label: t('close'), group: tWorklist('title'), run: onClose },
  ])
  const error = actions.problem && describeProblem(actions.problem)

  return (
    <Card
      title={name}
      note={<PriorityChip priority={row.priority} />}
      actions={
        <>
          {row.status === 'active' && <AgeTimer since={row.authoredAt} targetMs={targetMs[row.priority]} />}
          <IconButton aria-label={t('close')} onClick={onClose}>
            <X size={16} />
          </IconButton>
        </>
      }
      footer={<OrderActions actions={actions} onRelease={openRelease} />}
    >
      {/* Patient identity and critical value acknowledgement stay visible during entry (ID-1, LAB-9). */}
      <Box sx={{ position: 'sticky', insetBlockStart: 0, zIndex: 2, flex: 'none' }}>
        <PatientHead patient={patient} place={locationLabel.whole(row.patient)} />
        <CriticalStates row={row} />
      </Box>
      <OrderFacts row={row} collectedAt={sheet.sheet?.collectedAt ?? null} status={statusLabel(row)} />
      {error && !isReleasing && (
        <Alert severity="error" role="alert" sx={{ margin: 2 }}>
          {error}
        </Alert>
      )}
      {sheet.status === 'loading' && <Loading rows={6} />}
      {sheet.status === 'failed' &&
        (sheet.problem?.kind === 'refusal' ? (
          <Refused reason={describeProblem(sheet.problem)} />
        ) : (
          <Failed reference={sheet.problem?.kind === 'bug' ? sheet.problem.requestId : null} onRetry={sheet.retry} />
        ))}
      {sheet.entries.length > 0 && (
        <EntryGrid entries={sheet.entries} disabled={row.status !== 'active'} onEnter={sheet.enter} onEnd={openRelease} />
      )}
      <CodedEntryList entries={sheet.codedEntries} disabled={row.status !== 'active'} onEnter={sheet.enter} />
      {isReleasing && (
        <ReleaseSheet
          row={row}
          entries={sheet.entries}
          codedEntries={sheet.codedEntries}
          busy={actions.busy}
          error={error}
          onRelease={async (status, confirmations) => {
            if (await actions.release(status, confirmations)) setIsReleasing(false)
          }}
          onClose={() => setIsReleasing(false)}
        />
      )}
    </Card>
  )
}

function OrderFacts({ row, collectedAt, status }: { row: LabWorklistRow; collectedAt: string | null; status: string }) {
  const t = useTexts(sheetTexts)
  const tWorklist = useTexts(worklistTexts)
  const specimen = useSpecimenName()
  const formats = useFormats()
  const facts: readonly (readonly [string, React.ReactNode])[] = [
    [t('accession'), row.accession ? <Clin key="a">{row.accession}</Clin> : tWorklist('notYet')],
    [t('specimen'), row.specimen ? specimen(row.specimen) : tWorklist('specimenUnknown')],
    [t('collected'), collectedAt ? <Clin key="c">{formats.dateTime(collectedAt)}</Clin> : t('notCollected')],
    [tWorklist('status'), status],
    ...(row.indication ? [[t('indication'), <bdi key="i">{row.indication}</bdi>] as const] : []),
  ]
  return (
    <Box sx={{ padding: '8px 16px', borderBlockEnd: '1px solid', borderColor: 'line' }}>
      <Box component="dl" sx={{ margin: 0, display: 'flex', flexWrap: 'wrap', columnGap: 4, rowGap: 1 }}>
        {facts.map(([name, value]) => (
          <Box key={name} sx={{ display: 'flex', gap: 1.5 }}>
            <Box component="dt" sx={{ color: 'muted' }}>
              {name}
            </Box>
            <Box component="dd" sx={{ margin: 0, fontWeight: 550 }}>
              {value}
            </Box>
          </Box>
        ))}
      </Box>
      <Box component="small" sx={{ color: 'muted' }}>
        {t('ordered', { time: formats.time(row.authoredAt), name: row.requester.name })}
      </Box>
    </Box>
  )
}

/** Minimum button height in px for use with gloves (LAB-15). */
const gloveTarget = { minHeight: 44 } as const

function OrderActions({ actions, onRelease }: { actions: ReturnType<typeof useLabActions>; onRelease: () => void }) {
  const t = useTexts(sheetTexts)
  const words = useWords()
  if (actions.busy) {
    return (
      <Button variant="contained" disabled sx={gloveTarget}>
        {words.saving}
      </Button>
    )
  }
  return (
    <>
      {actions.stepLabel && (
        <Button
          variant={actions.canRelease ? 'outlined' : 'contained'}
          color={actions.canRelease ? 'inherit' : 'primary'}
          onClick={actions.advance}
          sx={gloveTarget}
        >
          {actions.stepLabel}
        </Button>
      )}
      <Button variant="contained" color="primary" disabled={!actions.canRelease} onClick={onRelease} sx={gloveTarget}>
        {t('release')} <KeyHint keys="Mod+Enter" />
      </Button>
    </>
  )
}
