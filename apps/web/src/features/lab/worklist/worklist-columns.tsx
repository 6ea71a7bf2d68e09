import Box from '@mui/material/Box'
import type { LabWorklistRow } from '@wardline/events'
import { AgeTimer, Clin, type ClinicalColumn, PriorityChip, StatusChip, TwoIdentifiers, useFormats } from '@wardline/ui'
import { type ReactNode, useMemo } from 'react'
import { identityOf } from '../../../clinical/patient-identity.ts'
import { useSpecimenName, useTestName } from '../../../clinical/test-names.ts'
import { useTexts } from '../../../i18n/define-texts.ts'
import { useLanguage } from '../../../i18n/language.ts'
import { useLocationLabel } from '../../../sync/hooks/use-location-label.ts'
import { TestName } from '../entry/test-name.tsx'
import { worklistTexts } from '../texts.ts'
import { targetMs } from './derive-worklist.ts'
import { useStatusLabel } from './status-labels.ts'

/** Priority with waiting time, accession, patient, test with specimen, status with critical value acknowledgement (LAB-1, LAB-9). */
export function useWorklistColumns(): readonly ClinicalColumn<LabWorklistRow>[] {
  const t = useTexts(worklistTexts)
  return useMemo<readonly ClinicalColumn<LabWorklistRow>[]>(
    () => [
      { id: 'priority', header: t('priorityAge'), width: 96, cell: (row) => <PriorityAndAge row={row} /> },
      { id: 'accession', header: t('accession'), width: 118, cell: (row) => <Accession row={row} /> },
      { id: 'patient', header: t('patient'), grow: 2, minWidth: 176, rowHeader: true, cell: (row) => <Patient row={row} /> },
      { id: 'test', header: t('tests'), grow: 2, minWidth: 172, cell: (row) => <Test row={row} /> },
      { id: 'status', header: t('status'), width: 138, cell: (row) => <Status row={row} /> },
    ],
    [t],
  )
}

const PriorityAndAge = ({ row }: { row: LabWorklistRow }) => (
  <Box sx={{ display: 'flex', flexDirection: 'column', alignItems: 'flex-start', gap: 0.5 }}>
    <PriorityChip priority={row.priority} />
    {row.status === 'active' && <AgeTimer since={row.authoredAt} targetMs={targetMs[row.priority]} />}
  </Box>
)

function Accession({ row }: { row: LabWorklistRow }) {
  const t = useTexts(worklistTexts)
  return row.accession ? <Clin>{row.accession}</Clin> : <SecondaryText>{t('notYet')}</SecondaryText>
}

function Patient({ row }: { row: LabWorklistRow }) {
  const { language } = useLanguage()
  const locationLabel = useLocationLabel()
  return <TwoIdentifiers patient={identityOf(row.patient, language)} place={locationLabel.short(row.patient)} />
}

function Test({ row }: { row: LabWorklistRow }) {
  const t = useTexts(worklistTexts)
  const name = useTestName()(row)
  const specimen = useSpecimenName()
  return (
    <Box sx={{ minWidth: 0 }}>
      <TestName name={name} strong />
      <SecondaryText block>{row.specimen ? specimen(row.specimen) : t('specimenUnknown')}</SecondaryText>
    </Box>
  )
}

function Status({ row }: { row: LabWorklistRow }) {
  const t = useTexts(worklistTexts)
  const formats = useFormats()
  const statusLabel = useStatusLabel()
  const unacknowledged = row.criticals.filter(({ acknowledgedAt }) => acknowledgedAt === null)
  const last = row.criticals.at(-1)
  return (
    <Box sx={{ display: 'flex', flexDirection: 'column', alignItems: 'flex-start', gap: 0.5 }}>
      <span>{statusLabel(row)}</span>
      {unacknowledged.length > 0 && <StatusChip tone="crit">{t('waitsForClinician')}</StatusChip>}
      {unacknowledged.length === 0 && last?.acknowledgedBy && last.acknowledgedAt && (
        <StatusChip tone="ok">
          {t('acknowledgedBy', { name: last.acknowledgedBy.name, time: formats.time(last.acknowledgedAt) })}
        </StatusChip>
      )}
    </Box>
  )
}

const SecondaryText = ({ block = false, children }: { block?: boolean; children: ReactNode }) => (
  <Box component="small" sx={{ display: block ? 'block' : undefined, color: 'muted', fontSize: 11.5 }}>
    {children}
  </Box>
)
