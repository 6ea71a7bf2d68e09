import Box from '@mui/material/Box'
import Checkbox from '@mui/material/Checkbox'
import FormControlLabel from '@mui/material/FormControlLabel'
import { type Translate, useTexts } from '../../../i18n/define-texts.ts'
import { composingTexts } from '../compose/compose-texts.ts'
import { type DraftLine, uncheckedLinesOf } from '../compose/draft.ts'

const checkTextKeys = { allergy: 'allergy', interaction: 'interaction', renal: 'renal', pregnancy: 'pregnancyCheck' } as const
const isCheck = (check: string): check is keyof typeof checkTextKeys => check in checkTextKeys

/** Returns the names of the checks, e.g. `allergies, renal function`. */
export const checkNames = (checks: readonly string[], t: Translate<(typeof composingTexts)['en']>): string =>
  [...new Set(checks)].map((check) => (isCheck(check) ? t(checkTextKeys[check]) : check)).join(', ')

/** Shown while unsigned orders exist: an order without a warning has not been checked (SHL-11). */
export function NotChecked({ lines }: { readonly lines: readonly DraftLine[] }) {
  const t = useTexts(composingTexts)
  const checks = uncheckedLinesOf(lines).flatMap(({ orderable }) => orderable.unchecked)
  return (
    <Box sx={{ color: checks.length > 0 ? 'warn.main' : 'muted', fontSize: 12 }}>
      {checks.length > 0 && <b>{t('notChecked', { checks: checkNames(checks, t) })} </b>}
      {t('nothingChecks')}
    </Box>
  )
}

export interface AcceptUncheckedProps {
  readonly lines: readonly DraftLine[]
  readonly accepted: boolean
  readonly onAccept: (accepted: boolean) => void
}

/** The signer's confirmation of having checked; required for signing, and stored with the order (SHL-11). */
export function AcceptUnchecked({ lines, accepted, onAccept }: AcceptUncheckedProps) {
  const t = useTexts(composingTexts)
  return (
    <Box
      component="section"
      aria-label={t('notCheckedTitle')}
      sx={{ padding: 2, border: '1px solid', borderColor: 'warn.line', bgcolor: 'warn.bg', borderRadius: 1, fontSize: 12.5 }}
    >
      <Box sx={{ fontWeight: 640, color: 'warn.main' }}>{t('notCheckedTitle')}</Box>
      <Box component="ul" sx={{ margin: 0, paddingInlineStart: 4 }}>
        {lines.map(({ orderable }) => (
          <li key={orderable.id}>{t('notCheckedLine', { order: orderable.display, checks: checkNames(orderable.unchecked, t) })}</li>
        ))}
      </Box>
      {/* Initial focus: Space accepts, then Ctrl+Enter signs (ORD-12). */}
      <FormControlLabel
        label={t('accept')}
        control={<Checkbox autoFocus checked={accepted} onChange={(_, checked) => onAccept(checked)} />}
      />
    </Box>
  )
}
