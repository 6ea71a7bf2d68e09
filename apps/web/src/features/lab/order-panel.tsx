import Alert from '@mui/material/Alert'
import Box from '@mui/material/Box'
import Button from '@mui/material/Button'
import IconButton from '@mui/material/IconButton'
import type { LabWorklistRow } from '@wardline/events'
import { AgeTimer, Card, Clin, Failed, KeyHint, Loading, PatientHead, PriorityChip, Refused, useFormats, useWords } from '@wardline/ui'
import { X } from 'lucide-react'
import { useState } from 'react'
import { useProblemWords } from '../../api/refusals.ts'
import { identityOf } from '../../clinical/patient-identity.ts'
import { useSpecimenName, useTestName } from '../../clinical/test-names.ts'
import { useTexts } from '../../i18n/define-texts.ts'
import { useLanguage } from '../../i18n/language.ts'
import { useKeys } from '../../keyboard/keys.ts'
import { useLocationLabel } from '../../sync/hooks/use-location-label.ts'
import { WordedLines } from './entry/coded-entry-lines.tsx'
import { EntryGrid } from './entry/entry-grid.tsx'
import { useSheet } from './entry/use-entry-sheet.ts'
import { ReleaseSheet } from './release/release-sheet.tsx'
import { benchTexts, sheetTexts } from './texts.ts'
import { useBenchActs } from './use-lab-actions.ts'
import { targetMs } from './worklist/bench-list.ts'
import { CriticalStates } from './worklist/critical-states.tsx'
import { useStatusWords } from './worklist/status-labels.ts'

export interface OrderPanelProps {
  readonly row: LabWorklistRow
  readonly onClose: () => void
}

/** Open order: patient and specimen, result entry, and acknowledgement of its critical values. */
export function OrderPanel({ row, onClose }: OrderPanelProps) {
  const t = useTexts(sheetTexts)
  const bench = useTexts(benchTexts)
  const words = useProblemWords()
  const statusWords = useStatusWords()
  const { language } = useLanguage()
  const places = useLocationLabel()
  const patient = identityOf(row.patient, language)
  const name = useTestName()(row)
  const sheet = useSheet(row)
  const acts = useBenchActs(row, sheet)
  const [releasing, setReleasing] = useState(false)
  const openRelease = () => {
    acts.clear()
    setReleasing(acts.mayRelease && !acts.busy)
  }
  useKeys([
    { keys: 'Mod+Enter', label: t('release'), group: bench('title'), run: openRelease },
    { keys: 'Escape', label: t('close'), group: bench('title'), run: onClose },
  ])
  const error = acts.problem && words(acts.problem)

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
      footer={<Acts acts={acts} onRelease={openRelease} />}
    >
      {/* Patient identity and critical value acknowledgement stay visible during entry (ID-1, LAB-9). */}
      <Box sx={{ position: 'sticky', insetBlockStart: 0, zIndex: 2, flex: 'none' }}>
        <PatientHead patient={patient} place={places.whole(row.patient)} />
        <CriticalStates row={row} />
      </Box>
      <Facts row={row} collectedAt={sheet.sheet?.collectedAt ?? null} status={statusWords(row)} />
      {error && !releasing && (
        <Alert severity="error" role="alert" sx={{ margin: 2 }}>
          {error}
        </Alert>
      )}
      {sheet.status === 'loading' && <Loading rows={6} />}
      {sheet.status === 'failed' &&
        (sheet.problem?.kind === 'refusal' ? (
          <Refused reason={words(sheet.problem)} />
        ) : (
          <Failed reference={sheet.problem?.kind === 'bug' ? sheet.problem.requestId : null} onRetry={sheet.retry} />
        ))}
      {sheet.entries.length > 0 && (
        <EntryGrid entries={sheet.entries} disabled={row.status !== 'active'} onEnter={sheet.enter} onEnd={openRelease} />
      )}
      <WordedLines words={sheet.words} disabled={row.status !== 'active'} onEnter={sheet.enter} />
      {releasing && (
        <ReleaseSheet
          row={row}
          entries={sheet.entries}
          words={sheet.words}
          busy={acts.busy}
          error={error}
          onRelease={async (status, confirmed) => {
            if (await acts.release(status, confirmed)) setReleasing(false)
          }}
          onClose={() => setReleasing(false)}
        />
      )}
    </Card>
  )
}

function Facts({ row, collectedAt, status }: { row: LabWorklistRow; collectedAt: string | null; status: string }) {
  const t = useTexts(sheetTexts)
  const bench = useTexts(benchTexts)
  const specimen = useSpecimenName()
  const formats = useFormats()
  const facts: readonly (readonly [string, React.ReactNode])[] = [
    [t('accession'), row.accession ? <Clin key="a">{row.accession}</Clin> : bench('notYet')],
    [t('specimen'), row.specimen ? specimen(row.specimen) : bench('specimenUnknown')],
    [t('collected'), collectedAt ? <Clin key="c">{formats.dateTime(collectedAt)}</Clin> : t('notCollected')],
    [bench('status'), status],
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
const gloved = { minHeight: 44 } as const

function Acts({ acts, onRelease }: { acts: ReturnType<typeof useBenchActs>; onRelease: () => void }) {
  const t = useTexts(sheetTexts)
  const words = useWords()
  if (acts.busy) {
    return (
      <Button variant="contained" disabled sx={gloved}>
        {words.saving}
      </Button>
    )
  }
  return (
    <>
      {acts.stepLabel && (
        <Button
          variant={acts.mayRelease ? 'outlined' : 'contained'}
          color={acts.mayRelease ? 'inherit' : 'primary'}
          onClick={acts.advance}
          sx={gloved}
        >
          {acts.stepLabel}
        </Button>
      )}
      <Button variant="contained" color="primary" disabled={!acts.mayRelease} onClick={onRelease} sx={gloved}>
        {t('release')} <KeyHint keys="Mod+Enter" />
      </Button>
    </>
  )
}
