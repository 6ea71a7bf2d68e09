import ButtonBase from '@mui/material/ButtonBase'
import IconButton from '@mui/material/IconButton'
import { styled } from '@mui/material/styles'
import { Plus, X } from 'lucide-react'
import { Clin } from '../clinical/clinical-text.tsx'
import { useWords } from '../words.tsx'

export interface OpenChart {
  chartId: string
  /** FAMILY, Given. */
  name: string
  age: string | null
  /** See `chartStripe`; the banner of the same chart has the same stripe (ID-11). */
  stripe: string
  unsaved?: boolean
}

export interface ChartTabsProps {
  charts: readonly OpenChart[]
  activeId: string | null
  onOpen: (chartId: string) => void
  onClose: (chartId: string) => void
  onAdd?: () => void
}

/** The user's open charts, at most four (ID-10), each with its own stripe. */
export function ChartTabs({ charts, activeId, onOpen, onClose, onAdd }: ChartTabsProps) {
  const words = useWords()
  return (
    <Strip aria-label={words.openCharts}>
      {charts.map(({ chartId, name, age, stripe, unsaved }) => (
        <Tab key={chartId} data-active={chartId === activeId || undefined}>
          <ButtonBase
            onClick={() => onOpen(chartId)}
            aria-current={chartId === activeId ? 'page' : undefined}
            sx={{ gap: 2, minHeight: 28, paddingInlineStart: 2.5, paddingInlineEnd: 1, font: 'inherit', borderRadius: 1 }}
          >
            <span aria-hidden style={{ inlineSize: 8, blockSize: 8, borderRadius: 3, background: stripe }} />
            <span>
              <bdi>{name}</bdi>
              {age && (
                <>
                  {' · '}
                  <Clin>{age}</Clin>
                </>
              )}
            </span>
            {unsaved && (
              <span role="img" aria-label={words.unsaved} title={words.unsaved} style={{ fontSize: 9 }}>
                ●
              </span>
            )}
          </ButtonBase>
          <IconButton
            aria-label={words.closeChart(name)}
            onClick={() => onClose(chartId)}
            sx={{ minWidth: 24, minHeight: 24, padding: 0.75, color: 'muted' }}
          >
            <X size={13} />
          </IconButton>
        </Tab>
      ))}
      {onAdd && (
        <IconButton aria-label={words.openAnother} onClick={onAdd} sx={{ color: 'muted' }}>
          <Plus size={15} />
        </IconButton>
      )}
    </Strip>
  )
}

const Strip = styled('nav')({ display: 'flex', gap: 2, padding: '5px 12px 0', minWidth: 0, overflowX: 'auto', flex: 'none' })

const Tab = styled('span')(({ theme }) => ({
  display: 'inline-flex',
  alignItems: 'center',
  flex: 'none',
  paddingInlineEnd: 4,
  borderRadius: '8px 8px 0 0',
  border: '1px solid transparent',
  borderBlockEnd: 0,
  fontWeight: 550,
  color: theme.vars.palette.muted,
  '&[data-active]': {
    color: theme.vars.palette.text.primary,
    backgroundColor: theme.vars.palette.background.paper,
    borderColor: theme.vars.palette.line,
  },
}))
