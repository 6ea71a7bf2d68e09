import Alert from '@mui/material/Alert'
import Box from '@mui/material/Box'
import Button from '@mui/material/Button'
import Checkbox from '@mui/material/Checkbox'
import FormControlLabel from '@mui/material/FormControlLabel'
import LinearProgress from '@mui/material/LinearProgress'
import { Clin } from '@wardline/ui'
import { type DragEvent, useRef, useState } from 'react'
import { useTexts } from '../../i18n/define-texts.ts'
import { fileSize } from './rate.ts'
import { importTexts } from './texts.ts'
import { acceptedFiles, UploadFailed, upload } from './upload.ts'

/** Selects files by dialog or drop, shows them, and uploads them together. */
export function ChooseFiles({ onSent }: { onSent: () => void }) {
  const t = useTexts(importTexts)
  const picker = useRef<HTMLInputElement>(null)
  const [files, setFiles] = useState<readonly File[]>([])
  const [dryRun, setDryRun] = useState(false)
  const [datesNow, setDatesNow] = useState(false)
  const [sent, setSent] = useState<number | null>(null)
  const [failure, setFailure] = useState<UploadFailed['reason'] | null>(null)

  const add = (more: Iterable<File>) => setFiles((before) => [...before, ...acceptedFiles(more)])
  const drop = (event: DragEvent) => {
    event.preventDefault()
    add(event.dataTransfer.files)
  }
  const send = async () => {
    setFailure(null)
    setSent(0)
    try {
      await upload(files, { dryRun, datesNow, onProgress: setSent })
      setFiles([])
      onSent()
    } catch (error) {
      setFailure(error instanceof UploadFailed ? error.reason : 'outage')
    } finally {
      setSent(null)
    }
  }

  return (
    <Box
      component="section"
      aria-label={t('title')}
      onDrop={drop}
      onDragOver={(event) => event.preventDefault()}
      sx={{ border: '1px dashed', borderColor: 'line2', borderRadius: 1, padding: 4, display: 'grid', gap: 3, justifyItems: 'start' }}
    >
      <Box sx={{ color: 'muted' }}>{t('hint')}</Box>
      <Box sx={{ display: 'flex', alignItems: 'center', gap: 2 }}>
        <Button onClick={() => picker.current?.click()}>{t('choose')}</Button>
        <Box sx={{ color: 'muted' }}>{t('drop')}</Box>
        <input
          ref={picker}
          type="file"
          multiple
          hidden
          aria-label={t('choose')}
          accept=".json,.ndjson,.gz"
          onChange={(event) => {
            add(event.target.files ?? [])
            event.target.value = ''
          }}
        />
      </Box>
      <Box>
        <FormControlLabel control={<Checkbox checked={dryRun} onChange={(_, checked) => setDryRun(checked)} />} label={t('dryRun')} />
        <FormControlLabel control={<Checkbox checked={datesNow} onChange={(_, checked) => setDatesNow(checked)} />} label={t('datesNow')} />
      </Box>
      {files.length > 0 && (
        <>
          <div>{t('chosen', { count: files.length, size: fileSize(files.reduce((sum, { size }) => sum + size, 0)) })}</div>
          <Button variant="contained" color="primary" disabled={sent !== null} onClick={() => void send()}>
            {t('start', { count: files.length })}
          </Button>
        </>
      )}
      {sent !== null && (
        <Box sx={{ inlineSize: 320 }}>
          <LinearProgress variant="determinate" value={sent * 100} aria-label={t('sending', { percent: Math.round(sent * 100) })} />
          <Clin>{t('sending', { percent: Math.round(sent * 100) })}</Clin>
        </Box>
      )}
      {failure && (
        <Alert severity="error" role="alert">
          {t(failure)}
        </Alert>
      )}
    </Box>
  )
}
