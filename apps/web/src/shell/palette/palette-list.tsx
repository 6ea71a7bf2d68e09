import Box from '@mui/material/Box'
import { styled } from '@mui/material/styles'
import { KeyHint } from '@wardline/ui'
import { useEffect } from 'react'
import { useTexts } from '../../i18n/define-texts.ts'
import { shellTexts } from '../texts.ts'
import type { PaletteItem } from './use-palette-items.tsx'

interface PaletteListProps {
  readonly id: string
  readonly items: readonly PaletteItem[]
  readonly highlighted: number
  readonly searching: boolean
  readonly onChoose: (index: number) => void
}

export function PaletteList({ id, items, highlighted, searching, onChoose }: PaletteListProps) {
  const t = useTexts(shellTexts)
  useEffect(() => {
    document.getElementById(`${id}-${highlighted}`)?.scrollIntoView?.({ block: 'nearest' })
  }, [id, highlighted])

  return (
    <Box
      role="listbox"
      id={id}
      aria-label={t('search')}
      sx={{ maxBlockSize: '50vh', minBlockSize: 120, overflow: 'auto', paddingBlockEnd: 2 }}
    >
      {items.map((item, index) => (
        <Box key={item.id} role="presentation">
          {item.group !== items[index - 1]?.group && (
            <Box role="presentation" sx={{ padding: '6px 16px 2px', color: 'muted', fontSize: 11.5, fontWeight: 550 }}>
              {item.group}
            </Box>
          )}
          <Option
            role="option"
            id={`${id}-${index}`}
            aria-selected={index === highlighted}
            data-marked={index === highlighted || undefined}
            onClick={() => onChoose(index)}
          >
            <Box sx={{ flex: 1, minInlineSize: 0 }}>{item.label}</Box>
            {item.keys && <KeyHint keys={item.keys} />}
          </Option>
        </Box>
      ))}
      {items.length === 0 && <Box sx={{ padding: 4, color: 'muted' }}>{searching ? t('loading') : t('nothingFound')}</Box>}
    </Box>
  )
}

const Option = styled('div')(({ theme }) => ({
  display: 'flex',
  alignItems: 'center',
  gap: 12,
  minHeight: 36,
  padding: '4px 16px',
  cursor: 'pointer',
  '&:hover': { backgroundColor: theme.vars.palette.action.hover },
  '&[data-marked]': { backgroundColor: theme.vars.palette.action.selected },
}))
