import Box from '@mui/material/Box'
import Button from '@mui/material/Button'
import type { PatientId, VitalRow } from '@wardline/events'
import { Clin, Empty, LabValue, Sparkline, useAnnounce } from '@wardline/ui'
import { useState } from 'react'
import { useTRPC } from '../../../api/trpc.ts'
import { useTexts } from '../../../i18n/define-texts.ts'
import { ListCard } from '../../../lists/list-card.tsx'
import { useStableList } from '../../../lists/use-stable-list.ts'
import { usePending } from '../../../sync/commands/use-pending.ts'
import { useFormatTime } from '../../../time/use-format-time.ts'
import { ChartArrivals } from '../chart-arrivals.tsx'
import { PendingLine } from '../forms/pending-line.tsx'
import { chartTexts } from '../texts.ts'
import { useVitals } from '../use-chart-lists.ts'
import { useEditablePatient } from '../use-editable-patient.ts'
import { RecordVitalsSheet } from './record-vitals-sheet.tsx'
import { useVitalsDraft } from './use-vitals-draft.ts'
import { isLate, latestSigns, type SignLine } from './vitals.ts'

/** The latest value of each vital sign with flag, trend, time and author (CHT-1). */
export function VitalsCard({ patientId }: { patientId: PatientId }) {
  const t = useTexts(chartTexts)
  const trpc = useTRPC()
  const announce = useAnnounce()
  const list = useVitals(patientId)
  const pending = usePending(trpc.vitals.record, (input) => input.patientId === patientId)
  const { draft } = useVitalsDraft(patientId)
  const [isRecording, setIsRecording] = useState(false)
  const patient = useEditablePatient(patientId)
  const stableList = useStableList<VitalRow>(list.status === 'ready' ? list.rows : undefined, {
    isUrgent: ({ flag }) => flag === 'HH' || flag === 'LL',
    onArrival: (arrived) => announce.polite(t('newVitals', { name: arrived[0]?.by ?? '' })),
  })
  const lines = latestSigns(stableList.shown)

  return (
    <ListCard
      title={t('vitals')}
      count={lines.length > 0 && t('signs', { count: lines.length })}
      list={list}
      expected={6}
      empty={pending.length === 0 && <Empty title={t('noVitals')} hint={t('noVitalsHint')} />}
      actions={patient && <Button onClick={() => setIsRecording(true)}>{draft ? t('continueVitals') : t('recordVitals')}</Button>}
      sheet={
        isRecording &&
        patient && (
          <RecordVitalsSheet patientId={patientId} patient={patient} lines={latestSigns(list.rows)} onClose={() => setIsRecording(false)} />
        )
      }
    >
      <ChartArrivals rows={stableList} />
      {pending.map(({ commandId, state }) => (
        <PendingLine key={commandId} state={state}>
          {t('savingRound')}
        </PendingLine>
      ))}
      <Box component="ul" aria-label={t('vitals')} sx={{ margin: 0, padding: 0, listStyle: 'none' }} {...stableList.reader}>
        {lines.map((line) => (
          <VitalSignItem key={line.id} line={line} isFresh={stableList.isFresh(line.latest)} />
        ))}
      </Box>
    </ListCard>
  )
}

function VitalSignItem({ line: { sign, latest, history }, isFresh }: { line: SignLine; isFresh: boolean }) {
  const t = useTexts(chartTexts)
  const formatTime = useFormatTime()
  const name = sign ? t(sign) : latest.display
  return (
    <Box
      component="li"
      data-tone={isFresh ? 'fresh' : undefined}
      sx={{
        display: 'grid',
        gridTemplateColumns: 'minmax(0, 1fr) auto 92px',
        alignItems: 'center',
        columnGap: 2,
        minBlockSize: 44,
        paddingInline: 3,
        borderBlockEnd: '1px solid',
        borderColor: 'line',
        '&:last-of-type': { borderBlockEnd: 0 },
        ...(isFresh && { bgcolor: 'new.bg' }),
      }}
    >
      <Box sx={{ minWidth: 0 }}>
        <div>{name}</div>
        <Box component="small" sx={{ color: 'muted', fontSize: 11.5 }}>
          <Clin>{formatTime(latest.effectiveAt)}</Clin> · <bdi>{latest.by}</bdi>
          {isLate(latest) && (
            <>
              {' · '}
              {t('enteredLate')} <Clin>{formatTime(latest.recordedAt)}</Clin>
            </>
          )}
        </Box>
      </Box>
      <LabValue value={latest.value} unit={latest.unit} flag={latest.flag} />
      {history.length > 1 && (
        <Sparkline
          name={name}
          points={history.map((row) => ({ at: row.effectiveAt, value: row.number, text: row.value, flag: row.flag }))}
          low={latest.range?.low}
          high={latest.range?.high}
          last={{ value: latest.value, unit: latest.unit, flag: latest.flag }}
          lastBeside
        />
      )}
    </Box>
  )
}
