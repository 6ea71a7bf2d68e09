import Box from '@mui/material/Box'
import type { AllergyRow } from '@wardline/events'
import { StatusChip } from '@wardline/ui'
import { useTexts } from '../../../i18n/define-texts.ts'
import { composingTexts } from '../compose/compose-texts.ts'
import type { DraftOrderable } from '../compose/draft.ts'
import { allergyWarningsOf } from './order-context.ts'

export interface AllergyWarningsProps {
  readonly orderables: readonly DraftOrderable[]
  readonly allergies: readonly AllergyRow[]
}

/** Recorded allergies that match the unsigned orders by text; no match is shown as such, because this is not an allergy check (ORD-10). */
export function AllergyWarnings({ orderables, allergies }: AllergyWarningsProps) {
  const t = useTexts(composingTexts)
  const exposingOrderables = orderables.filter(({ exposesTo }) => exposesTo.length > 0)
  if (exposingOrderables.length === 0) return null
  const warnings = allergyWarningsOf(exposingOrderables, allergies)
  const unmatched = exposingOrderables.filter((orderable) => !warnings.some((warning) => warning.orderable === orderable))
  return (
    <Box component="section" aria-label={t('allergy')} sx={{ display: 'grid', gap: 1, fontSize: 12 }}>
      {warnings.map(({ allergy, orderable }) => (
        <StatusChip key={`${allergy.id} ${orderable.id}`} tone="crit">
          {t('concerns', {
            allergy: [allergy.substance, allergy.reactions[0]?.manifestation].filter(Boolean).join(' — '),
            order: orderable.display,
          })}
        </StatusChip>
      ))}
      {unmatched.length > 0 && (
        <Box sx={{ color: 'muted' }}>{t('noneNamed', { orders: unmatched.map(({ display }) => display).join(', ') })}</Box>
      )}
    </Box>
  )
}
