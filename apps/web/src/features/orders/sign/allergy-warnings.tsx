import Box from '@mui/material/Box'
import type { AllergyRow } from '@wardline/events'
import { StatusChip } from '@wardline/ui'
import { useTexts } from '../../../i18n/define-texts.ts'
import { composingTexts } from '../compose/compose-texts.ts'
import type { DraftedOrderable } from '../compose/draft.ts'
import { allergyWarningsOf } from './order-context.ts'

export interface AllergyWarningsProps {
  /** What is in the basket. */
  readonly ordered: readonly DraftedOrderable[]
  readonly allergies: readonly AllergyRow[]
}

/** Recorded allergies that name what the basket contains; that none does is said as what it is, no check (ORD-10). */
export function AllergyWarnings({ ordered, allergies }: AllergyWarningsProps) {
  const t = useTexts(composingTexts)
  const exposing = ordered.filter(({ exposesTo }) => exposesTo.length > 0)
  if (exposing.length === 0) return null
  const concerns = allergyWarningsOf(exposing, allergies)
  const clear = exposing.filter((orderable) => !concerns.some((concern) => concern.orderable === orderable))
  return (
    <Box component="section" aria-label={t('allergy')} sx={{ display: 'grid', gap: 1, fontSize: 12 }}>
      {concerns.map(({ allergy, orderable }) => (
        <StatusChip key={`${allergy.id} ${orderable.id}`} tone="crit">
          {t('concerns', {
            allergy: [allergy.substance, allergy.reactions[0]?.manifestation].filter(Boolean).join(' — '),
            order: orderable.display,
          })}
        </StatusChip>
      ))}
      {clear.length > 0 && <Box sx={{ color: 'muted' }}>{t('noneNamed', { orders: clear.map(({ display }) => display).join(', ') })}</Box>}
    </Box>
  )
}
