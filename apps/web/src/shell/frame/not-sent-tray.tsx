import Box from '@mui/material/Box'
import Button from '@mui/material/Button'
import Dialog from '@mui/material/Dialog'
import DialogActions from '@mui/material/DialogActions'
import DialogContent from '@mui/material/DialogContent'
import DialogTitle from '@mui/material/DialogTitle'
import { PatientHead, TimeAgo, useWords } from '@wardline/ui'
import { useEffect, useId, useState } from 'react'
import { useStore } from 'zustand'
import { useProblemText } from '../../api/refusals.ts'
import { useTexts } from '../../i18n/define-texts.ts'
import { commandTexts } from '../../sync/commands/command-texts.ts'
import { whenNotSent } from '../../sync/commands/offline-policy.ts'
import type { Unsent } from '../../sync/commands/outbox.ts'
import { useWorkflow } from '../../sync/workflow-context.tsx'
import { shellTexts } from '../texts.ts'

/** Commands the server has not accepted yet; closing the window requires confirmation (SHL-15, RT18). */
export function NotSentTray() {
  const t = useTexts(shellTexts)
  const words = useWords()
  const titleId = useId()
  const { outbox } = useWorkflow()
  const items = useStore(outbox.store)
  const [open, setOpen] = useState(false)
  useEffect(() => (items.length > 0 ? confirmBeforeUnload() : undefined), [items.length])

  if (items.length === 0) return null
  return (
    <>
      <Button color="warning" variant="outlined" onClick={() => setOpen(true)}>
        {t('notSent', { count: items.length })}
      </Button>
      <Dialog open={open} onClose={() => setOpen(false)} aria-labelledby={titleId} maxWidth="sm">
        <DialogTitle id={titleId}>{t('notSentTitle')}</DialogTitle>
        <DialogContent>
          <Box sx={{ color: 'muted', marginBlockEnd: 2 }}>{t('notSentHint')}</Box>
          {items.map((item) => (
            <TrayItem key={item.commandId} item={item} />
          ))}
        </DialogContent>
        <DialogActions>
          <Button onClick={() => setOpen(false)}>{words.close}</Button>
        </DialogActions>
      </Dialog>
    </>
  )
}

function TrayItem({ item }: { item: Unsent }) {
  const t = useTexts(shellTexts)
  const command = useTexts(commandTexts)
  const problemText = useProblemText()
  const { outbox } = useWorkflow()
  const isAutomatic = whenNotSent[item.path] === 'waits' && item.state === 'waiting'
  return (
    <Box sx={{ border: 1, borderColor: 'line', borderRadius: 1, marginBlockEnd: 2, overflow: 'hidden' }}>
      {item.patient && <PatientHead patient={item.patient} />}
      <Box sx={{ display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: 2, padding: 2 }}>
        <Box sx={{ flex: 1, minInlineSize: 200 }}>
          <div>
            {command(item.path)}
            {item.description && <> — {item.description}</>}
          </div>
          <Box sx={{ color: 'muted', fontSize: 12 }}>
            <TimeAgo at={item.createdAt} /> · {item.state === 'sending' ? t('sending') : isAutomatic ? t('goesByItself') : t('waitsForYou')}
          </Box>
          {item.state === 'refused' && item.problem && <Box sx={{ color: 'crit.main', fontSize: 12 }}>{problemText(item.problem)}</Box>}
        </Box>
        <Button onClick={() => void outbox.confirm(item.commandId)} disabled={item.state === 'sending'}>
          {t('send')}
        </Button>
        <Button onClick={() => outbox.discard(item.commandId)} disabled={item.state === 'sending'}>
          {t('discard')}
        </Button>
      </Box>
    </Box>
  )
}

function confirmBeforeUnload(): () => void {
  const onBeforeUnload = (event: BeforeUnloadEvent) => event.preventDefault()
  window.addEventListener('beforeunload', onBeforeUnload)
  return () => window.removeEventListener('beforeunload', onBeforeUnload)
}
