import Box from '@mui/material/Box'
import Dialog from '@mui/material/Dialog'
import { SearchField } from '@wardline/ui'
import { type KeyboardEvent, useId, useState } from 'react'
import { useTexts } from '../../i18n/define-texts.ts'
import { shellTexts } from '../texts.ts'
import { PaletteList } from './palette-list.tsx'
import { usePaletteItems } from './use-palette-items.tsx'

/** Patients, pages and actions behind one search field (SHL-12). Enter runs the highlighted item only. */
export function CommandPalette({ open, onClose }: { open: boolean; onClose: () => void }) {
  return (
    <Dialog
      open={open}
      onClose={onClose}
      aria-label={useTexts(shellTexts)('openPalette')}
      slotProps={{ paper: { sx: { inlineSize: 560, maxInlineSize: '90vw', alignSelf: 'flex-start', marginBlockStart: '10vh' } } }}
    >
      {open && <PaletteBody onClose={onClose} />}
    </Dialog>
  )
}

function PaletteBody({ onClose }: { onClose: () => void }) {
  const t = useTexts(shellTexts)
  const listId = useId()
  const [query, setQuery] = useState('')
  const [highlighted, setHighlighted] = useState(0)
  const { items, searching } = usePaletteItems(query)
  const at = Math.min(highlighted, items.length - 1)

  const choose = (index: number) => {
    const item = items[index]
    if (!item) return
    onClose()
    item.run()
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (step !== undefined && items.length > 0) {
      event.preventDefault()
      setHighlighted((at + step + items.length) % items.length)
    } else if (event.key === 'Enter' && !event.nativeEvent.isComposing) {
      event.preventDefault()
      // The row on screen may belong to what was typed before; only a row chosen with an arrow is meant.
      if (!searching || highlighted > 0) choose(at)
    }
  }

  return (
    <>
      <Box sx={{ padding: 3 }}>
        <SearchField
          value={query}
          onChange={(value) => {
            setQuery(value)
            setHighlighted(0)
          }}
          label={t('search')}
          autoFocus
          onKeyDown={onKeyDown}
          controls={listId}
          activeDescendant={items[at] ? `${listId}-${at}` : undefined}
        />
      </Box>
      <PaletteList id={listId} items={items} highlighted={at} searching={searching} onChoose={choose} />
    </>
  )
}
