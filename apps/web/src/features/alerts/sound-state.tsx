import Button from '@mui/material/Button'
import { Clin, fmtElapsed, StatusChip, useServerNow } from '@wardline/ui'
import { BellOff, BellRing } from 'lucide-react'
import { useEffect } from 'react'
import { useStore } from 'zustand'
import { useTexts } from '../../i18n/define-texts.ts'
import { usePreferences } from '../../session/preferences.ts'
import { checkSound, endPause, soundStore, unlockSound } from '../../sound/sound.ts'
import { serverClock } from '../../time/server-clock.ts'
import { alertTexts } from './texts.ts'

/** Warns when alert sounds are disabled, blocked by the browser, or paused, with the remaining time (ATT-2, ATT-3). */
export function SoundState() {
  const t = useTexts(alertTexts)
  const isSoundOn = usePreferences(({ sound }) => sound)
  const { unlocked, pausedUntil } = useStore(soundStore)
  const now = useServerNow() - serverClock.offsetMs
  useEffect(checkSound, [])

  if (!isSoundOn) return <StatusChip icon={<BellOff size={12} aria-hidden />}>{t('soundMuted')}</StatusChip>
  if (!unlocked) {
    return (
      <Button onClick={() => void unlockSound()} startIcon={<BellOff size={13} aria-hidden />}>
        {t('soundOff')}
      </Button>
    )
  }
  if (pausedUntil > now) {
    return (
      <Button onClick={endPause} startIcon={<BellRing size={13} aria-hidden />}>
        <Clin>{t('soundPaused', { time: fmtElapsed(pausedUntil - now) })}</Clin>
      </Button>
    )
  }
  return null
}
