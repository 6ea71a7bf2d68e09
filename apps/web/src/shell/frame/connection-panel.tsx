import Box from '@mui/material/Box'
import Popover from '@mui/material/Popover'
import { Clin, ConnectionChip, useFormats } from '@wardline/ui'
import { useState } from 'react'
import { useTexts } from '../../i18n/define-texts.ts'
import { useConnection } from '../../sync/hooks/use-connection.ts'
import { useWorkflow } from '../../sync/workflow-context.tsx'
import { serverClock } from '../../time/server-clock.ts'
import { shellTexts } from '../texts.ts'

const toServerIso = (localMs: number) => new Date(localMs + serverClock.offsetMs).toISOString()

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
        since={since === null ? null : toServerIso(since)}
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
        <Box sx={{ marginBlockEnd: 2 }}>{t(cause === 'reported' ? 'delayedByServer' : `${state}Means`)}</Box>
        <ConnectionDetails />
      </Popover>
    </>
  )
}

function ConnectionDetails() {
  const t = useTexts(shellTexts)
  const formats = useFormats()
  const { rooms } = useWorkflow()
  const lastMessageAt = useConnection((connection) => connection.lastFrameAt)
  const latencyMs = useConnection((connection) => connection.latencyMs)
  const unknownMessages = useConnection((connection) => connection.unknownMessages)
  const details = [
    [t('lastMessage'), lastMessageAt === null ? t('never') : formats.time(toServerIso(lastMessageAt), { seconds: true })],
    [t('lastEvent'), latencyMs === null ? t('never') : t('seconds', { value: (latencyMs / 1000).toFixed(1) })],
    [t('rooms'), String(Object.keys(rooms.positions).length)],
    [t('notUnderstood'), String(unknownMessages)],
  ]
  return (
    <Box component="dl" sx={{ margin: 0, display: 'grid', gridTemplateColumns: '1fr max-content', columnGap: 4, rowGap: 1 }}>
      {details.map(([label, value]) => (
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
