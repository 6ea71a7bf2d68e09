import FormControlLabel from '@mui/material/FormControlLabel'
import Switch from '@mui/material/Switch'
import { useStore } from 'zustand'
import { useTexts } from '../../../i18n/define-texts.ts'
import { usePreferences } from '../../../session/preferences.ts'
import { useTabLeader } from '../../../session/use-tab-leader.ts'
import { playMedium, soundStore, unlockSound } from '../../../sound/sound.ts'
import { useEvent } from '../../../sync/hooks/use-event.ts'
import { useUser } from '../../../sync/workflow-context.tsx'
import { queueTexts } from '../texts.ts'

/** STAT sound preference; stored per user, because pharmacy workstations are shared. */
function useStatSound() {
  const { userId } = useUser()
  const silentFor = usePreferences(({ statSilentFor }) => statSilentFor)
  const set = usePreferences((preferences) => preferences.set)
  const isOn = !silentFor.includes(userId)
  return {
    isOn,
    turn: (on: boolean) => set({ statSilentFor: on ? silentFor.filter((each) => each !== userId) : [...silentFor, userId] }),
  }
}

/**
 * Plays one sound per arriving STAT order, in one tab of the browser. Sound is never the only signal: the order is
 * marked, on top of the queue and announced (PHQ-5, ATT-1, ATT-4).
 */
export function useStatCue(): void {
  const { isOn } = useStatSound()
  const leads = useTabLeader()
  useEvent('pharmacy.medication.prescribed', ({ resource }) => {
    if (resource.priority === 'stat' && isOn && leads) playMedium()
  })
}

/** Always visible: on, off, or on but blocked by the browser until a click (ATT-2, WCAG 1.4.2). */
export function StatSoundSwitch() {
  const t = useTexts(queueTexts)
  const { isOn, turn } = useStatSound()
  const unlocked = useStore(soundStore, (sound) => sound.unlocked)
  const turnTo = async (on: boolean) => {
    turn(on)
    if (!on) return
    await unlockSound()
    // Plays once as a test, so that a muted loudspeaker is noticed.
    playMedium()
  }
  return (
    <FormControlLabel
      sx={{ whiteSpace: 'nowrap', marginInlineEnd: 2 }}
      control={<Switch size="small" checked={isOn} onChange={(_, on) => void turnTo(on)} />}
      label={t(isOn && !unlocked ? 'statSoundBlocked' : 'statSound')}
    />
  )
}
