import Box from '@mui/material/Box'
import Button from '@mui/material/Button'
import { useQuery } from '@tanstack/react-query'
import { KeyHint } from '@wardline/ui'
import { Plus } from 'lucide-react'
import { useRef } from 'react'
import { useTRPC } from '../../../api/trpc.ts'
import { useTexts } from '../../../i18n/define-texts.ts'
import { useKeys } from '../../../keyboard/keys.ts'
import { texts } from '../texts.ts'
import type { CatalogueRow } from './catalogue.ts'
import { composingTexts } from './compose-texts.ts'

const MAX_SHOWN = 6

/** The orders this user signs most often, derived from signed orders; no favourites list is stored (ORD-1). */
export function UsualOrders({ onPick }: { readonly onPick: (row: CatalogueRow) => void }) {
  const t = useTexts(composingTexts)
  const tOrders = useTexts(texts)
  const trpc = useTRPC()
  const first = useRef<HTMLButtonElement>(null)
  const catalogueQuery = useQuery({
    ...trpc.orders.catalogue.queryOptions({ query: '', limit: MAX_SHOWN }),
    staleTime: Number.POSITIVE_INFINITY,
  })
  const frequentOrders = catalogueQuery.data?.rows.filter(({ timesOrdered }) => timesOrdered > 0) ?? []
  useKeys([{ keys: 'f', label: t('usual'), group: tOrders('title'), run: () => first.current?.focus() }])
  if (frequentOrders.length === 0) return null
  return (
    <Box component="section" aria-label={t('usual')} sx={{ padding: '0 12px 12px' }}>
      <Box sx={{ display: 'flex', alignItems: 'center', gap: 2, color: 'muted', fontSize: 12, paddingBlockEnd: 1.5 }}>
        {t('usual')}
        <KeyHint keys="f" />
      </Box>
      <Box sx={{ display: 'flex', flexWrap: 'wrap', gap: 1.5 }}>
        {frequentOrders.map((row, index) => (
          <Button
            key={row.id}
            ref={index === 0 ? first : undefined}
            aria-label={t('addUsual', { order: row.display })}
            startIcon={<Plus size={13} aria-hidden />}
            sx={{ '& .MuiButton-startIcon': { marginInlineEnd: 1 } }}
            onClick={() => onPick(row)}
          >
            <bdi>{row.display}</bdi>
          </Button>
        ))}
      </Box>
    </Box>
  )
}
