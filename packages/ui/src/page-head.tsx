import Box from '@mui/material/Box'
import type { ReactNode } from 'react'

export interface PageHeadProps {
  title: ReactNode
  /** The rule of the list in words: order, filters, how many are hidden (RT-10). */
  rule?: ReactNode
  asOf?: ReactNode
  actions?: ReactNode
}

/** The head of a page about many patients: no banner stands there, and none may (ID-2). */
export function PageHead({ title, rule, asOf, actions }: PageHeadProps) {
  return (
    <Box
      component="header"
      sx={{ display: 'flex', flexWrap: 'wrap', alignItems: 'center', columnGap: 2.5, flex: 'none', padding: '9px 14px 7px' }}
    >
      <Box component="h1" sx={{ margin: 0, fontSize: 16, fontWeight: 680 }}>
        {title}
      </Box>
      {rule && (
        <Box component="span" sx={{ fontSize: 11.5, color: 'muted' }}>
          {rule}
        </Box>
      )}
      <Box sx={{ flex: 1 }} />
      {asOf}
      {actions}
    </Box>
  )
}
