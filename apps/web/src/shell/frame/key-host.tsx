import FormControlLabel from '@mui/material/FormControlLabel'
import Switch from '@mui/material/Switch'
import { keyNames, ShortcutsDialog, useAnnounce } from '@wardline/ui'
import { useEffect, useEffectEvent, useState } from 'react'
import { useNavigate } from 'react-router'
import { useStore } from 'zustand'
import { useTexts } from '../../i18n/define-texts.ts'
import { type KeyBinding, keyBindings, listenForKeys, useKeys } from '../../keyboard/keys.ts'
import { usePreferences } from '../../session/preferences.ts'
import { shellTexts } from '../texts.ts'

/** The search field of the current list. */
const searchField = () => document.querySelector<HTMLInputElement>('main input[type=search]')

/** Handles the keyboard of the whole page and lists the shortcuts of the current screen (K-7). */
export function KeyHost({ openPalette }: { openPalette: () => void }) {
  const t = useTexts(shellTexts)
  const navigate = useNavigate()
  const announce = useAnnounce()
  const [open, setOpen] = useState(false)
  // An unassigned shortcut is announced (K-6).
  const announceUnavailable = useEffectEvent((keys: string) => announce.polite(t('notHere', { keys: keyNames(keys) })))
  useEffect(() => listenForKeys((keys) => announceUnavailable(keys)), [])

  const help = { label: t('keysHelp'), group: t('general'), run: () => setOpen(true) }
  useKeys([
    { keys: 'Mod+K', label: t('openPalette'), group: t('general'), run: openPalette },
    {
      keys: 'Mod+/',
      label: t('patientSearch'),
      group: t('general'),
      run: () => void Promise.resolve(navigate('/patients')).then(() => requestAnimationFrame(() => searchField()?.focus())),
    },
    { keys: '/', label: t('searchHere'), group: t('general'), run: () => searchField()?.focus() },
    { ...help, keys: '?' },
    { ...help, keys: 'F1' },
  ])

  return <Help open={open} onClose={() => setOpen(false)} />
}

function Help({ open, onClose }: { open: boolean; onClose: () => void }) {
  const t = useTexts(shellTexts)
  const bindings = useStore(keyBindings)
  const { singleKeys, set } = usePreferences()
  return (
    <ShortcutsDialog open={open} onClose={onClose} groups={grouped(bindings)}>
      <FormControlLabel
        control={<Switch checked={singleKeys} onChange={(_, checked) => set({ singleKeys: checked })} />}
        label={t('singleKeys')}
      />
    </ShortcutsDialog>
  )
}

/** One line per shortcut: a later binding hides the earlier ones with the same keys. */
function grouped(bindings: readonly KeyBinding[]) {
  const effective = bindings.filter((binding, index) => bindings.findLastIndex(({ keys }) => keys === binding.keys) === index)
  return Object.entries(Object.groupBy(effective, ({ group }) => group)).map(([title, keys = []]) => ({ title, keys }))
}
