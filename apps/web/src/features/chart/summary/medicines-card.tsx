import Box from '@mui/material/Box'
import type { MedicationRow, PatientId } from '@wardline/events'
import { Clin, Empty, ListRow, MedicationLine, StatusChip, type Tone, useAnnounce } from '@wardline/ui'
import { useMedicationLine } from '../../../clinical/medication-line.ts'
import { useTexts } from '../../../i18n/define-texts.ts'
import { ListCard } from '../../../lists/list-card.tsx'
import { useStableList } from '../../../lists/use-stable-list.ts'
import { useFormatTime } from '../../../time/use-format-time.ts'
import { ChartArrivals } from '../chart-arrivals.tsx'
import { chartTexts } from '../texts.ts'
import { useMedicines } from '../use-chart-lists.ts'

/** Medications on hold are included: they are part of the patient's current therapy (MED-1). */
const isCurrent = ({ status }: MedicationRow) => status === 'active' || status === 'on-hold'

/** Current medications, each as a complete order with its pharmacy stage. */
export function MedicinesCard({ patientId }: { patientId: PatientId }) {
  const t = useTexts(chartTexts)
  const lineOf = useMedicationLine()
  const formatTime = useFormatTime()
  const announce = useAnnounce()
  const list = useMedicines(patientId)
  const stableList = useStableList<MedicationRow>(list.status === 'ready' ? list.rows : undefined, {
    isUrgent: ({ priority }) => priority === 'stat',
    onArrival: (arrived) => {
      for (const { generic } of arrived) announce.polite(t('newMedicine', { medicine: generic }))
    },
  })
  const current = stableList.shown.filter(isCurrent)

  return (
    <ListCard
      title={t('activeMedicines')}
      count={current.length > 0 && t('active', { count: current.filter(({ status }) => status === 'active').length })}
      list={list}
      expected={4}
    >
      <ChartArrivals rows={stableList} />
      <Box component="ul" aria-label={t('activeMedicines')} sx={{ margin: 0, padding: 0, listStyle: 'none' }} {...stableList.reader}>
        {current.map((row) => (
          <li key={row.id}>
            <ListRow
              tone={stableList.isFresh(row) ? 'fresh' : null}
              secondary={
                <>
                  {row.indication && (
                    <>
                      <bdi>{row.indication}</bdi> ·{' '}
                    </>
                  )}
                  {t('prescribedBy', { name: row.requester.name })} <Clin>{formatTime(row.authoredAt)}</Clin>
                </>
              }
              trailing={<MedicationStatus row={row} />}
            >
              <MedicationLine {...lineOf(row)} />
            </ListRow>
          </li>
        ))}
      </Box>
      {current.length === 0 && <Empty title={t('noMedicines')} hint={t('noMedicinesHint')} />}
    </ListCard>
  )
}

function MedicationStatus({ row }: { row: MedicationRow }) {
  const t = useTexts(chartTexts)
  const [tone, statusText]: readonly [Tone, string | null] =
    row.status === 'on-hold'
      ? ['neutral', t('suspended')]
      : row.claim
        ? ['new', t('stageClaimed', { name: row.claim.by.name })]
        : row.stage === 'unverified'
          ? ['warn', t('stageUnverified')]
          : row.stage === 'verified'
            ? ['info', t('stageVerified')]
            : row.stage === 'ready'
              ? ['info', t('stageReady')]
              : row.stage === 'dispensed'
                ? ['ok', t('stageDispensed')]
                : ['neutral', null]
  return statusText && <StatusChip tone={tone}>{statusText}</StatusChip>
}
