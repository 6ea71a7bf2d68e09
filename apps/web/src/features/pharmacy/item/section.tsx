import Box from '@mui/material/Box'
import { type ReactNode, useId } from 'react'

/** Section of the open order with its own heading. */
export function Section({ title, aside, children }: { title: ReactNode; aside?: ReactNode; children: ReactNode }) {
  const titleId = useId()
  return (
    <Box component="section" aria-labelledby={titleId} sx={{ padding: '8px 16px', borderBlockEnd: '1px solid', borderColor: 'line' }}>
      <Box sx={{ display: 'flex', alignItems: 'baseline', gap: 2, marginBlockEnd: 1 }}>
        <Box component="h3" id={titleId} sx={{ margin: 0, flex: 1, fontSize: 12, fontWeight: 450, color: 'muted' }}>
          {title}
        </Box>
        {aside}
      </Box>
      {children}
    </Box>
  )
}
