import Box from '@mui/material/Box'
import Tab from '@mui/material/Tab'
import Tabs from '@mui/material/Tabs'
import type { MouseEvent, ReactNode } from 'react'
import { CountBadge } from '../clinical/chips.tsx'
import type { Tone } from '../clinical/severity.ts'

export interface ModuleTab {
  id: string
  label: string
  href: string
  /** Each count has a label (SHL-6); zero is not shown. */
  counts?: readonly { value: number; label: string; tone?: Tone }[] | undefined
}

export interface ModuleTabsProps {
  tabs: readonly ModuleTab[]
  activeId: string
  onSelect: (tabId: string) => void
  label: string
  /** Shown at the end of the tab bar: "as of". */
  end?: ReactNode
}

/** Tabs of a chart or stages of a queue. Uses links; arrow keys follow the visual order in both directions (AR-9). */
export function ModuleTabs({ tabs, activeId, onSelect, label, end }: ModuleTabsProps) {
  const select = (event: MouseEvent, tabId: string) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return
    event.preventDefault()
    onSelect(tabId)
  }
  return (
    <Box
      sx={{
        display: 'flex',
        alignItems: 'center',
        gap: 3,
        flex: 'none',
        paddingInline: 2.5,
        bgcolor: 'background.paper',
        borderBlockEnd: '1px solid',
        borderColor: 'line',
      }}
    >
      <Tabs value={activeId} aria-label={label} variant="scrollable" scrollButtons="auto" sx={{ flex: 1, minWidth: 0 }}>
        {tabs.map((tab) => (
          <Tab
            key={tab.id}
            value={tab.id}
            component="a"
            href={tab.href}
            onClick={(event: MouseEvent) => select(event, tab.id)}
            label={
              <>
                {tab.label}
                {tab.counts?.map((count) => count.value > 0 && <CountBadge key={count.label} {...count} />)}
              </>
            }
          />
        ))}
      </Tabs>
      {end}
    </Box>
  )
}
