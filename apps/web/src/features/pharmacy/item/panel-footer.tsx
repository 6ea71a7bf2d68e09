import Box from '@mui/material/Box'
import Button from '@mui/material/Button'
import FormControlLabel from '@mui/material/FormControlLabel'
import Switch from '@mui/material/Switch'
import TextField from '@mui/material/TextField'
import { Clin, KeyHint, useFormats, useWords } from '@wardline/ui'
import { useTexts } from '../../../i18n/define-texts.ts'
import { expiryOf } from '../dispense/expiry.ts'
import { useQueueSettings } from '../queue/queue-settings.ts'
import { itemTexts } from '../texts.ts'
import type { PanelActions } from './use-panel-actions.ts'

export interface PanelFooterProps {
  readonly acts: PanelActions
  readonly patientName: string
  readonly busy: boolean
  readonly claimBusy: boolean
  /** Whether completing this order would open the next one. */
  readonly mayStay: boolean
  /** The order was already dispensed; dispensing again is the exception, so it is not the primary action. */
  readonly isAgain: boolean
  readonly onClaim: () => void
  readonly onRelease: () => void
  readonly onNext: () => void
}

/** Actions of the open order; the primary one responds to Ctrl+Enter and names the patient (ID-12). */
export function PanelFooter({ acts, patientName, busy, claimBusy, mayStay, isAgain, onClaim, onRelease, onNext }: PanelFooterProps) {
  const t = useTexts(itemTexts)
  const words = useWords()
  const { stays, setStays } = useQueueSettings()
  const { may } = acts
  const wait = busy ? words.saving : claimBusy ? t('claiming') : null
  return (
    <Box sx={{ display: 'grid', gap: 2, inlineSize: '100%' }}>
      {may.prepare && <BatchFields acts={acts} />}
      <Box sx={{ display: 'flex', flexWrap: 'wrap', gap: 2, minHeight: 32 }}>
        {wait && (
          <Button variant="contained" disabled>
            {wait}
          </Button>
        )}
        {may.verify && <Act main label={t('verifyFor', { patient: patientName })} keys="Mod+Enter" onClick={acts.commit} />}
        {may.prepare && <Act main label={t('prepareFor', { patient: patientName })} keys="Mod+Enter" onClick={() => void acts.prepare()} />}
        {may.dispense && (
          <Act
            main={!may.prepare && !isAgain}
            label={t(isAgain ? 'dispenseAgainFor' : 'dispenseFor', { patient: patientName })}
            keys="d"
            onClick={() => acts.open('dispense')}
          />
        )}
        {may.claim && <Act main label={t('claim')} keys="c" onClick={onClaim} />}
        {may.takeOver && <Act label={t('takeOver')} onClick={() => acts.open('takeOver')} />}
        {may.release && <Act label={t('release')} keys="Shift+C" onClick={onRelease} />}
      </Box>
      <Box sx={{ display: 'flex', alignItems: 'center', gap: 3 }}>
        <Act label={t('next')} keys="e" onClick={onNext} />
        {mayStay && (
          <FormControlLabel
            control={<Switch size="small" checked={stays} onChange={(event) => setStays(event.target.checked)} />}
            label={t('stay')}
          />
        )}
      </Box>
    </Box>
  )
}

interface ActProps {
  readonly label: string
  readonly keys?: string
  readonly main?: boolean
  readonly onClick: () => void
}

const Act = ({ label, keys, main = false, onClick }: ActProps) => (
  <Button variant={main ? 'contained' : 'outlined'} color={main ? 'primary' : 'inherit'} onClick={onClick}>
    {label} {keys && <KeyHint keys={keys} />}
  </Button>
)

/**
 * Lot number and expiry date of the prepared product; both are optional, because stock may carry no batch. The date is
 * typed as printed: a native date field shows day and month in the order of the browser's locale (FMT-1).
 */
function BatchFields({ acts: { batch, setBatch } }: { acts: PanelActions }) {
  const t = useTexts(itemTexts)
  const formats = useFormats()
  const expires = expiryOf(batch.expires)
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
