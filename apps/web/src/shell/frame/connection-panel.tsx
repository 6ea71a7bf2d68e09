import Box from '@mui/material/Box'
import Popover from '@mui/material/Popover'
import { Clin, ConnectionChip, useFormats } from '@wardline/ui'
import { useState } from 'react'
import { useTexts } from '../../i18n/define-texts.ts'
import { useConnection } from '../../sync/hooks/use-connection.ts'
import { useWorkflow } from '../../sync/workflow-context.tsx'
import { serverClock } from '../../time/server-clock.ts'
import { shellTexts } from '../texts.ts'

const isoOnServer = (localMs: number) => new Date(localMs + serverClock.offsetMs).toISOString()

/** Connection state, with details in a popover (RT-1, SHL-10). */
export function ConnectionPanel() {
  const t = useTexts(shellTexts)
  const [anchor, setAnchor] = useState<HTMLElement | null>(null)
  const state = useConnection((connection) => connection.state)
  const cause = useConnection((connection) => connection.cause)
  const since = useConnection((connection) => connection.since)
  const latencyMs = useConnection((connection) => connection.latencyMs)

  return (
    <>
      <ConnectionChip
        state={state}
        since={since === null ? null : isoOnServer(since)}
        latencyMs={latencyMs}
        onClick={() => setAnchor(document.querySelector<HTMLElement>('[data-connection]'))}
      />
      <Popover
        open={anchor !== null}
        anchorEl={anchor}
        onClose={() => setAnchor(null)}
        anchorOrigin={{ vertical: 'bottom', horizontal: 'center' }}
        slotProps={{ paper: { role: 'dialog', 'aria-label': t('connection'), sx: { padding: 3, maxInlineSize: 340 } } }}
      >
        <Box sx={{ marginBlockEnd: 2 }}>{t(cause === 'told' ? 'delayedByServer' : `${state}Means`)}</Box>
        <Facts />
      </Popover>
    </>
  )
}

function Facts() {
  const t = useTexts(shellTexts)
  const formats = useFormats()
  const { rooms } = useWorkflow()
  const heardAt = useConnection((connection) => connection.heardAt)
  const latencyMs = useConnection((connection) => connection.latencyMs)
  const strangers = useConnection((connection) => connection.unknownMessages)
  const facts = [
    [t('lastHeard'), heardAt === null ? t('never') : formats.time(isoOnServer(heardAt), { seconds: true })],
    [t('lastEvent'), latencyMs === null ? t('never') : t('seconds', { value: (latencyMs / 1000).toFixed(1) })],
    [t('rooms'), String(Object.keys(rooms.positions).length)],
    [t('notUnderstood'), String(strangers)],
  ]
  return (
    <Box component="dl" sx={{ margin: 0, display: 'grid', gridTemplateColumns: '1fr max-content', columnGap: 4, rowGap: 1 }}>
      {facts.map(([label, value]) => (
        <Box key={label} sx={{ display: 'contents' }}>
          <Box component="dt" sx={{ color: 'muted' }}>
            {label}
          </Box>
          <Box component="dd" sx={{ margin: 0 }}>
            <Clin>{value}</Clin>
          </Box>
        </Box>
      ))}
    </Box>
  )
}
