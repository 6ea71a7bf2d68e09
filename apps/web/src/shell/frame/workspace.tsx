import Box from '@mui/material/Box'
import { AppFrame } from '@wardline/ui'
import { useState } from 'react'
import { Outlet } from 'react-router'
import { useTexts } from '../../i18n/define-texts.ts'
import { OpenChartsBar } from '../charts/open-charts-bar.tsx'
import { OptionalBoundary } from '../error-boundary.tsx'
import { CommandPalette } from '../palette/command-palette.tsx'
import { useShellSlots } from '../shell-slots.tsx'
import { shellTexts } from '../texts.ts'
import { KeyHost } from './key-host.tsx'
import { Rail } from './rail.tsx'
import { TopBar } from './top-bar.tsx'

/** The frame of every screen after sign-in. Incoming data never shift its layout (SHL-1, PERF-3). */
export function Workspace() {
  const { Watch, isDemo } = useShellSlots()
  const [isPaletteOpen, setPaletteOpen] = useState(false)
  const openPalette = () => setPaletteOpen(true)
  return (
    <>
      <AppFrame strip={isDemo && <EnvironmentStrip />} rail={<Rail />} bar={<TopBar openPalette={openPalette} />}>
        <OpenChartsBar onAdd={openPalette} />
        <Outlet />
      </AppFrame>
      <OptionalBoundary key={String(isPaletteOpen)}>
        <CommandPalette open={isPaletteOpen} onClose={() => setPaletteOpen(false)} />
      </OptionalBoundary>
      <KeyHost openPalette={openPalette} />
      <Watch />
    </>
  )
}

/** Marks data of fictitious patients in words, colour and pattern (LOG-6). */
export function EnvironmentStrip() {
  const t = useTexts(shellTexts)
  return (
    <Box
      role="note"
      sx={{
        flex: 'none',
        minHeight: 20,
        textAlign: 'center',
        fontSize: 11.5,
        fontWeight: 620,
        lineHeight: '20px',
        color: 'info.main',
        bgcolor: 'info.bg',
        backgroundImage: 'repeating-linear-gradient(135deg, rgba(127,127,127,.16) 0 6px, transparent 6px 14px)',
      }}
    >
      <Box component="span" sx={{ bgcolor: 'info.bg', paddingInline: 2 }}>
        {t('demo')}
      </Box>
    </Box>
  )
}
