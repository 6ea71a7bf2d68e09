import Box from '@mui/material/Box'
import Checkbox from '@mui/material/Checkbox'
import FormControlLabel from '@mui/material/FormControlLabel'
import { type Say, useTexts } from '../../../i18n/define-texts.ts'
import { composingTexts } from '../compose/compose-texts.ts'
import { type DraftLine, uncheckedOf } from '../compose/draft.ts'

const wordOf = { allergy: 'allergy', interaction: 'interaction', renal: 'renal', pregnancy: 'pregnancyCheck' } as const
const isCheck = (check: string): check is keyof typeof wordOf => check in wordOf

/** `allergies, renal function`: what nothing compared, in the words of the screen. */
export const checkWords = (checks: readonly string[], t: Say<(typeof composingTexts)['en']>): string =>
  [...new Set(checks)].map((check) => (isCheck(check) ? t(wordOf[check]) : check)).join(', ')

/** Said for as long as there is a basket: an order that nothing objects to has not been checked (SHL-11). */
export function NotChecked({ lines }: { readonly lines: readonly DraftLine[] }) {
  const t = useTexts(composingTexts)
  const checks = uncheckedOf(lines).flatMap(({ orderable }) => orderable.unchecked)
  return (
    <Box sx={{ color: checks.length > 0 ? 'warn.main' : 'muted', fontSize: 12 }}>
      {checks.length > 0 && <b>{t('notChecked', { checks: checkWords(checks, t) })} </b>}
      {t('nothingChecks')}
    </Box>
  )
}

export interface AcceptUncheckedProps {
  readonly lines: readonly DraftLine[]
  readonly accepted: boolean
  readonly onAccept: (accepted: boolean) => void
}

/** The signer's word that they looked themselves; without it nothing is signed, and it is kept with the order (SHL-11). */
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
          <li key={orderable.id}>{t('notCheckedLine', { order: orderable.display, checks: checkWords(orderable.unchecked, t) })}</li>
        ))}
      </Box>
      {/* The keyboard starts here: Space accepts, then Ctrl Enter signs (ORD-12). */}
      <FormControlLabel
        label={t('accept')}
        control={<Checkbox autoFocus checked={accepted} onChange={(_, checked) => onAccept(checked)} />}
      />
    </Box>
  )
}
