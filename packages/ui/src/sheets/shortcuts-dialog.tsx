import Box from '@mui/material/Box'
import Button from '@mui/material/Button'
import Dialog from '@mui/material/Dialog'
import DialogActions from '@mui/material/DialogActions'
import DialogContent from '@mui/material/DialogContent'
import DialogTitle from '@mui/material/DialogTitle'
import { type ReactNode, useId } from 'react'
import { keyNames } from '../keyboard/key-hint.tsx'
import { useWords } from '../words.tsx'

export interface ShortcutGroup {
  title: string
  /** `Mod+K`, `g p`, `? `; see `KeyHint`. */
  keys: readonly { keys: string; label: string }[]
}

export interface ShortcutsDialogProps {
  open: boolean
  groups: readonly ShortcutGroup[]
  /** The setting that turns single-key shortcuts off (K-4). */
  children?: ReactNode
  onClose: () => void
}

/** The shortcuts of the current screen (K-7). */
export function ShortcutsDialog({ open, groups, children, onClose }: ShortcutsDialogProps) {
  const words = useWords()
  const titleId = useId()
  return (
    <Dialog open={open} onClose={onClose} maxWidth="md" aria-labelledby={titleId}>
      <DialogTitle id={titleId}>{words.keys}</DialogTitle>
      <DialogContent>
        {children}
        <Box sx={{ columns: { sm: 2 }, columnGap: 8 }}>
          {groups.map(({ title, keys }) => (
            <Box component="section" key={title} sx={{ breakInside: 'avoid', marginBlockEnd: 4 }}>
              <Box component="h3" sx={{ margin: 0, marginBlockEnd: 1, fontSize: 13, fontWeight: 640 }}>
                {title}
              </Box>
              <Box component="dl" sx={{ margin: 0, display: 'grid', gridTemplateColumns: '1fr max-content', rowGap: 1, columnGap: 3 }}>
                {keys.map((each) => (
                  <Box key={each.keys + each.label} sx={{ display: 'contents' }}>
                    <Box component="dt">{each.label}</Box>
                    <Box component="dd" sx={{ margin: 0 }}>
                      <kbd dir="ltr">{keyNames(each.keys)}</kbd>
                    </Box>
                  </Box>
                ))}
              </Box>
            </Box>
          ))}
        </Box>
      </DialogContent>
      <DialogActions>
        <Button onClick={onClose}>{words.close}</Button>
      </DialogActions>
    </Dialog>
  )
}
