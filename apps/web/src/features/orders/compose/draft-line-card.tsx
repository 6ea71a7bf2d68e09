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
import { type DraftLine, type LineChange, missingIn } from './draft.ts'
import { LimitChoice } from './limit-choice.tsx'

export interface DraftLineCardProps {
  readonly line: DraftLine
  /** Standing orders and recent results this line would repeat; empty when there are none. */
  readonly duplicates: readonly Duplicate[]
  /** Signing was tried: what is missing is marked at its field. */
  readonly marksMissing: boolean
  readonly onChange: (change: LineChange) => void
  readonly onRemove: () => void
}

/** One unsigned order with all that will be signed, editable in place (ORD-3). */
export function DraftLineCard({ line, duplicates, marksMissing, onChange, onRemove }: DraftLineCardProps) {
  const t = useTexts(texts)
  const { display, detail } = line.orderable
  const lacksIndication = missingIn(line).includes('indication')
  const marked = marksMissing && lacksIndication
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
          error={marked}
          helperText={marked ? t('indicationNeeded') : undefined}
          onChange={(event) => onChange({ indication: event.target.value })}
          slotProps={{
            htmlInput: {
              dir: 'auto',
              maxLength: 200,
              'aria-label': `${t('indication')}: ${display}`,
              'data-missing': lacksIndication || undefined,
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
          about={display}
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
            <Existing key={`${duplicate.kind} ${duplicate.id}`} duplicate={duplicate} />
          ))}
        </DuplicateGuard>
      )}
    </Box>
  )
}

/** What exists: the order with who and when, or the result with its value (ORD-7). */
function Existing({ duplicate }: { readonly duplicate: Duplicate }) {
  const t = useTexts(texts)
  const when = useFormatTime()
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
        {at && <Clin>{when(at)}</Clin>}
      </Box>
    </div>
  )
}
