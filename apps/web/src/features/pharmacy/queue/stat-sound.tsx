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
function useStatSoundPreference() {
  const { userId } = useUser()
  const mutedUserIds = usePreferences(({ statSilentFor }) => statSilentFor)
  const setPreferences = usePreferences((preferences) => preferences.set)
  const isOn = !mutedUserIds.includes(userId)
  return {
    isOn,
    setOn: (on: boolean) =>
      setPreferences({ statSilentFor: on ? mutedUserIds.filter((each) => each !== userId) : [...mutedUserIds, userId] }),
  }
}

/**
 * Plays one sound per arriving STAT order, in one tab of the browser. Sound is never the only signal: the order is
 * marked, on top of the queue and announced (PHQ-5, ATT-1, ATT-4).
 */
export function useStatArrivalSound(): void {
  const { isOn } = useStatSoundPreference()
  const isLeader = useTabLeader()
  useEvent('pharmacy.medication.prescribed', ({ resource }) => {
    if (resource.priority === 'stat' && isOn && isLeader) playMedium()
  })
}

/** Always visible: on, off, or on but blocked by the browser until a click (ATT-2, WCAG 1.4.2). */
export function StatSoundSwitch() {
  const t = useTexts(queueTexts)
  const { isOn, setOn } = useStatSoundPreference()
  const unlocked = useStore(soundStore, (sound) => sound.unlocked)
  const onToggle = async (on: boolean) => {
    setOn(on)
    if (!on) return
    await unlockSound()
    // Plays once as a test, so that a muted loudspeaker is noticed.
    playMedium()
  }
  return (
    <FormControlLabel
      sx={{ whiteSpace: 'nowrap', marginInlineEnd: 2 }}
      control={<Switch size="small" checked={isOn} onChange={(_, on) => void onToggle(on)} />}
      label={t(isOn && !unlocked ? 'statSoundBlocked' : 'statSound')}
    />
  )
}
