import Box from '@mui/material/Box'
import IconButton from '@mui/material/IconButton'
import TextField from '@mui/material/TextField'
import { Clin } from '@wardline/ui'
import { X } from 'lucide-react'
import { useTexts } from '../../../i18n/define-texts.ts'
import { DuplicateGuard } from '../../../ordering/duplicate-guard.tsx'
import { PriorityChoice } from '../../../ordering/priority-choice.tsx'
import { useFormatTime } from '../../../time/use-format-time.ts'
import { texts } from '../texts.ts'
import type { Duplicate } from './catalogue.ts'
import { type DraftLine, type LineChange, missingFieldsOf } from './draft.ts'
import { LimitChoice } from './limit-choice.tsx'

export interface DraftLineCardProps {
  readonly line: DraftLine
  /** Active orders and recent results this line would duplicate. */
  readonly duplicates: readonly Duplicate[]
  /** True after an attempt to sign: missing fields are marked. */
  readonly showsMissing: boolean
  readonly onChange: (change: LineChange) => void
  readonly onRemove: () => void
}

/** One unsigned order with every field that will be signed, editable in place (ORD-3). */
export function DraftLineCard({ line, duplicates, showsMissing, onChange, onRemove }: DraftLineCardProps) {
  const t = useTexts(texts)
  const { display, detail } = line.orderable
  const isIndicationMissing = missingFieldsOf(line).includes('indication')
  const showsError = showsMissing && isIndicationMissing
  return (
    <Box
      component="li"
      aria-label={display}
      sx={{ display: 'grid', gap: 2, padding: '10px 12px', borderBlockEnd: '1px solid', borderColor: 'line', listStyle: 'none' }}
    >
      <Box sx={{ display: 'flex', alignItems: 'flex-start', gap: 2 }}>
        <Box sx={{ flex: 1, minWidth: 0 }}>
          <Box sx={{ fontWeight: 620 }}>
            <bdi>{display}</bdi>
          </Box>
          <Box component="small" sx={{ color: 'muted', fontSize: 11.5 }}>
            {detail && <bdi>{detail}</bdi>}
            {detail && line.fromSet && ' · '}
            {line.fromSet && t('fromSet', { set: line.fromSet })}
          </Box>
        </Box>
        <IconButton aria-label={t('remove', { order: display })} onClick={onRemove}>
          <X size={15} aria-hidden />
        </IconButton>
      </Box>
      <PriorityChoice label={t('priorityOf', { order: display })} value={line.priority} onChange={(priority) => onChange({ priority })} />
      <Box sx={{ display: 'grid', gridTemplateColumns: '1fr 1fr', gap: 2 }}>
        <TextField
          label={t('indication')}
          value={line.indication}
          required={line.orderable.needsIndication}
          error={showsError}
          helperText={showsError ? t('indicationNeeded') : undefined}
          onChange={(event) => onChange({ indication: event.target.value })}
          slotProps={{
            htmlInput: {
              dir: 'auto',
              maxLength: 200,
              'aria-label': `${t('indication')}: ${display}`,
              'data-missing': isIndicationMissing || undefined,
            },
          }}
        />
        <TextField
          label={t('note')}
          value={line.note}
          onChange={(event) => onChange({ note: event.target.value })}
          slotProps={{ htmlInput: { dir: 'auto', maxLength: 2000, 'aria-label': `${t('note')}: ${display}` } }}
        />
      </Box>
      {line.orderable.limit && line.limitHours !== null && (
        <LimitChoice
          itemName={display}
          limit={line.orderable.limit}
          hours={line.limitHours}
          onChange={(limitHours) => onChange({ limitHours })}
        />
      )}
      {duplicates.length > 0 && (
        <DuplicateGuard
          about={display}
          reason={line.duplicateReason}
          offered={['change', 'trend', 'sample']}
          onReason={(duplicateReason) => onChange({ duplicateReason })}
          onUseExisting={onRemove}
        >
          {duplicates.map((duplicate) => (
            <ExistingDuplicate key={`${duplicate.kind} ${duplicate.id}`} duplicate={duplicate} />
          ))}
        </DuplicateGuard>
      )}
    </Box>
  )
}

/** The existing order with orderer and time, or the existing result with its value (ORD-7). */
function ExistingDuplicate({ duplicate }: { readonly duplicate: Duplicate }) {
  const t = useTexts(texts)
  const formatTime = useFormatTime()
  const { kind, display, value, unit, flag, by, at } = duplicate
  return (
    <div>
      <b>{t(kind === 'order' ? 'duplicateOrder' : 'duplicateResult', { order: display })}</b>
      {value !== null && (
        <>
          {' '}
          <Clin>{[flag === 'N' ? null : flag, value, unit].filter(Boolean).join(' ')}</Clin>
        </>
      )}
      <Box component="span" sx={{ color: 'muted' }}>
        {' '}
        {by && <bdi>{by}</bdi>}
        {by && at && ' · '}
        {at && <Clin>{formatTime(at)}</Clin>}
      </Box>
    </div>
  )
}
