import Button from '@mui/material/Button'
import { KeyHint, PageHead } from '@wardline/ui'
import type { ReactNode } from 'react'
import { useTexts } from '../../../i18n/define-texts.ts'
import { queueTexts } from '../texts.ts'
import { StatSoundSwitch } from './stat-sound.tsx'

export interface QueueHeadProps {
  readonly isDone: boolean
  readonly asOf: ReactNode
  readonly onNext: () => void
}

/** Page title with the sort rule (PHQ-2), the time of the data and the action that claims the next order. */
export function QueueHead({ isDone, asOf, onNext }: QueueHeadProps) {
  const t = useTexts(queueTexts)
  const next = (
    <Button onClick={onNext}>
      {t('takeNext')} <KeyHint keys="e" />
    </Button>
  )
  const actions = (
    <>
      <StatSoundSwitch />
      {!isDone && next}
    </>
  )
  return <PageHead title={t('title')} rule={t(isDone ? 'ruleDone' : 'rule')} asOf={asOf} actions={actions} />
}
