import Box from '@mui/material/Box'
import { useTexts } from '../../../i18n/define-texts.ts'
import { texts } from '../texts.ts'
import { type DraftLine, missingIn } from './draft.ts'
import type { Duplicates } from './use-catalogue.ts'

export interface Missing {
  readonly line: DraftLine
  readonly what: 'missingIndication' | 'missingDuplicate'
}

/** So many are read at a glance; the rest is counted and marked at the lines themselves. */
const NAMED = 3

/** What has to be said or decided before the basket may be signed (ORD-4). */
export function StillMissing({ missing }: { readonly missing: readonly Missing[] }) {
  const t = useTexts(texts)
  if (missing.length === 0) return null
  const rest = missing.length - NAMED
  return (
    <Box component="ul" aria-label={t('stillMissing')} sx={{ margin: 0, paddingInlineStart: 4, color: 'warn.main', fontSize: 12 }}>
      {missing.slice(0, NAMED).map(({ line, what }) => (
        <li key={`${line.orderable.id} ${what}`}>{t(what, { order: line.orderable.display })}</li>
      ))}
      {rest > 0 && <li>{t('andMore', { count: rest })}</li>}
    </Box>
  )
}

/** What one line lacks. */
export const stillMissing = (line: DraftLine, duplicates: Duplicates): readonly Missing['what'][] => [
  ...missingIn(line).map(() => 'missingIndication' as const),
  ...(line.duplicateReason === null && duplicates.of(line.orderable.id).length > 0 ? (['missingDuplicate'] as const) : []),
]
