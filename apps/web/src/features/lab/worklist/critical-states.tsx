import Box from '@mui/material/Box'
import type { CriticalState, LabWorklistRow } from '@wardline/events'
import { fmtElapsed, LabValue, StatusChip, useFormats, useServerNow } from '@wardline/ui'
import { useId } from 'react'
import { useTexts } from '../../../i18n/define-texts.ts'
import { sheetTexts } from '../texts.ts'

/** Live acknowledgement state of each critical value with the time since the alert (LAB-9). */
export function CriticalStates({ row }: { row: LabWorklistRow }) {
  const t = useTexts(sheetTexts)
  const titleId = useId()
  if (row.criticals.length === 0) return null
  return (
    <Box
      component="section"
      aria-labelledby={titleId}
      sx={{ padding: '8px 16px', borderBlockEnd: '1px solid', borderColor: 'line', bgcolor: 'sunk' }}
    >
      <Box component="h3" id={titleId} sx={{ margin: 0, marginBlockEnd: 1, fontSize: 12, fontWeight: 450, color: 'muted' }}>
        {t('alerts')}
      </Box>
      {row.criticals.map((critical) => (
        <CriticalStateRow key={critical.alertId} critical={critical} orderedBy={row.requester.name} />
      ))}
    </Box>
  )
}

function CriticalStateRow({ critical, orderedBy }: { critical: CriticalState; orderedBy: string }) {
  const t = useTexts(sheetTexts)
  const formats = useFormats()
  const now = useServerNow()
  const { acknowledgedAt, acknowledgedBy, raisedAt } = critical
  const elapsed = fmtElapsed((acknowledgedAt ? Date.parse(acknowledgedAt) : now) - Date.parse(raisedAt))
  return (
    <Box sx={{ display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: 2, paddingBlock: 0.5 }}>
      <b>{critical.display}</b>
      <LabValue value={critical.value} unit={critical.unit} flag={critical.flag} />
      {acknowledgedAt && acknowledgedBy ? (
        <>
          <StatusChip tone="ok">{t('acknowledged', { name: acknowledgedBy.name, time: formats.time(acknowledgedAt) })}</StatusChip>
          <span>{t('after', { elapsed })}</span>
        </>
      ) : (
        <>
          <StatusChip tone="crit">{t('waiting', { time: formats.time(raisedAt), name: orderedBy })}</StatusChip>
          <span role="timer" aria-live="off">
            {t('waitingFor', { elapsed })}
          </span>
        </>
      )}
    </Box>
  )
}
