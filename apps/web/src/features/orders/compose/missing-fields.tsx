import Box from '@mui/material/Box'
import { useTexts } from '../../../i18n/define-texts.ts'
import { texts } from '../texts.ts'
import { type DraftLine, missingFieldsOf } from './draft.ts'
import type { Duplicates } from './use-catalogue.ts'

export interface MissingItem {
  readonly line: DraftLine
  readonly item: 'missingIndication' | 'missingDuplicate'
}

/** Further items are counted, and marked at their lines. */
const MAX_LISTED = 3

/** Lists the fields and decisions that are required before the orders may be signed (ORD-4). */
export function MissingFields({ missing }: { readonly missing: readonly MissingItem[] }) {
  const t = useTexts(texts)
  if (missing.length === 0) return null
  const remaining = missing.length - MAX_LISTED
  return (
    <Box component="ul" aria-label={t('stillMissing')} sx={{ margin: 0, paddingInlineStart: 4, color: 'warn.main', fontSize: 12 }}>
      {missing.slice(0, MAX_LISTED).map(({ line, item }) => (
        <li key={`${line.orderable.id} ${item}`}>{t(item, { order: line.orderable.display })}</li>
      ))}
      {remaining > 0 && <li>{t('andMore', { count: remaining })}</li>}
    </Box>
  )
}

/** Returns the required items that one line lacks. */
export const missingItemsOf = (line: DraftLine, duplicates: Duplicates): readonly MissingItem['item'][] => [
  ...missingFieldsOf(line).map(() => 'missingIndication' as const),
  ...(line.duplicateReason === null && duplicates.forOrderable(line.orderable.id).length > 0 ? (['missingDuplicate'] as const) : []),
]
