import Box from '@mui/material/Box'
import Button from '@mui/material/Button'
import FormControlLabel from '@mui/material/FormControlLabel'
import Switch from '@mui/material/Switch'
import TextField from '@mui/material/TextField'
import { Clin, KeyHint, useFormats, useWords } from '@wardline/ui'
import { useTexts } from '../../../i18n/define-texts.ts'
import { parseExpiry } from '../dispense/expiry.ts'
import { useQueueSettings } from '../queue/queue-settings.ts'
import { itemTexts } from '../texts.ts'
import type { PanelActions } from './use-panel-actions.ts'

export interface PanelFooterProps {
  readonly actions: PanelActions
  readonly patientName: string
  readonly busy: boolean
  readonly claimBusy: boolean
  /** Whether completing this order would open the next one. */
  readonly canStay: boolean
  /** The order was already dispensed; dispensing again is the exception, so it is not the primary action. */
  readonly isRepeat: boolean
  readonly onClaim: () => void
  readonly onRelease: () => void
  readonly onNext: () => void
}

/** Actions of the open order; the primary one responds to Ctrl+Enter and names the patient (ID-12). */
export function PanelFooter({ actions, patientName, busy, claimBusy, canStay, isRepeat, onClaim, onRelease, onNext }: PanelFooterProps) {
  const t = useTexts(itemTexts)
  const words = useWords()
  const { staysOnItem, setStaysOnItem } = useQueueSettings()
  const { can } = actions
  const progressLabel = busy ? words.saving : claimBusy ? t('claiming') : null
  return (
    <Box sx={{ display: 'grid', gap: 2, inlineSize: '100%' }}>
      {can.prepare && <BatchFields actions={actions} />}
      <Box sx={{ display: 'flex', flexWrap: 'wrap', gap: 2, minHeight: 32 }}>
        {progressLabel && (
          <Button variant="contained" disabled>
            {progressLabel}
          </Button>
        )}
        {can.verify && actions.isLoading && (
          <Button variant="contained" disabled>
            {t('waitForContext')}
          </Button>
        )}
        {can.verify && !actions.isLoading && (
          <ActionButton
            isPrimary
            isWaiting={!actions.isRead}
            label={t('verifyFor', { patient: patientName })}
            keys="Mod+Enter"
            onClick={actions.commit}
          />
        )}
        {can.prepare && (
          <ActionButton
            isPrimary
            isWaiting={!actions.isRead}
            label={t('prepareFor', { patient: patientName })}
            keys="Mod+Enter"
            onClick={actions.commit}
          />
        )}
        {can.dispense && (
          <ActionButton
            isPrimary={!can.prepare && !isRepeat}
            label={t(isRepeat ? 'dispenseAgainFor' : 'dispenseFor', { patient: patientName })}
            keys="d"
            onClick={() => actions.open('dispense')}
          />
        )}
        {can.claim && <ActionButton isPrimary label={t('claim')} keys="c" onClick={onClaim} />}
        {can.takeOver && <ActionButton label={t('takeOver')} onClick={() => actions.open('takeOver')} />}
        {can.release && <ActionButton label={t('release')} keys="Shift+C" onClick={onRelease} />}
      </Box>
      <Box sx={{ display: 'flex', alignItems: 'center', gap: 3 }}>
        <ActionButton label={t('next')} keys="e" onClick={onNext} />
        {canStay && (
          <FormControlLabel
            control={<Switch size="small" checked={staysOnItem} onChange={(event) => setStaysOnItem(event.target.checked)} />}
            label={t('stay')}
          />
        )}
      </Box>
    </Box>
  )
}

interface ActionButtonProps {
  readonly label: string
  readonly keys?: string
  readonly isPrimary?: boolean
  /** Does nothing yet: the order has just been opened. */
  readonly isWaiting?: boolean
  readonly onClick: () => void
}

const ActionButton = ({ label, keys, isPrimary = false, isWaiting = false, onClick }: ActionButtonProps) => (
  <Button
    variant={isPrimary ? 'contained' : 'outlined'}
    color={isPrimary ? 'primary' : 'inherit'}
    aria-disabled={isWaiting || undefined}
    onClick={() => !isWaiting && onClick()}
  >
    {label} {keys && <KeyHint keys={keys} />}
  </Button>
)

/**
 * Lot number and expiry date of the prepared product; both are optional, because stock may carry no batch. The date is
 * typed as printed: a native date field shows day and month in the order of the browser's locale (FMT-1).
 */
function BatchFields({ actions: { batch, setBatch } }: { actions: PanelActions }) {
  const t = useTexts(itemTexts)
  const formats = useFormats()
  const expires = parseExpiry(batch.expires)
  return (
    <Box sx={{ display: 'grid', gridTemplateColumns: '1fr 1fr', gap: 2 }}>
      <TextField
        label={t('lot')}
        value={batch.lot}
        onChange={(event) => setBatch({ ...batch, lot: event.target.value })}
        slotProps={{ htmlInput: { dir: 'ltr', autoComplete: 'off' } }}
      />
      <TextField
        label={t('expires')}
        value={batch.expires}
        error={expires === 'invalid'}
        helperText={expires === 'invalid' ? t('needsDate') : expires ? <Clin>{formats.date(expires)}</Clin> : t('expiresHint')}
        onChange={(event) => setBatch({ ...batch, expires: event.target.value })}
        slotProps={{ htmlInput: { dir: 'ltr', autoComplete: 'off' } }}
      />
    </Box>
  )
}
