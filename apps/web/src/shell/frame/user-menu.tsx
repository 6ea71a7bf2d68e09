import Box from '@mui/material/Box'
import Divider from '@mui/material/Divider'
import FormControlLabel from '@mui/material/FormControlLabel'
import Menu from '@mui/material/Menu'
import MenuItem from '@mui/material/MenuItem'
import Switch from '@mui/material/Switch'
import ToggleButton from '@mui/material/ToggleButton'
import ToggleButtonGroup from '@mui/material/ToggleButtonGroup'
import { type Density, densities, type Scheme, UserChip, useScheme } from '@wardline/ui'
import { useState } from 'react'
import { useTexts } from '../../i18n/define-texts.ts'
import { useLanguage } from '../../i18n/language.ts'
import { usePreferences } from '../../session/preferences.ts'
import { useUser } from '../../sync/workflow-context.tsx'
import { useShellSlots } from '../shell-slots.tsx'
import { shellTexts } from '../texts.ts'

const schemes: readonly Scheme[] = ['light', 'dark', 'system']

/** User name and role, display settings and sign-out. */
export function UserMenu() {
  const t = useTexts(shellTexts)
  const user = useUser()
  const { signOut } = useShellSlots()
  const { language } = useLanguage()
  const [anchor, setAnchor] = useState<HTMLElement | null>(null)
  const name = (language === 'ar' && user.nameAr) || user.name

  return (
    <>
      <UserChip name={name} onClick={(event) => setAnchor(event.currentTarget)} />
      <Menu
        open={anchor !== null}
        anchorEl={anchor}
        onClose={() => setAnchor(null)}
        slotProps={{ list: { 'aria-label': t('userMenu', { name }) }, paper: { sx: { minInlineSize: 280 } } }}
      >
        <Box component="li" role="none" sx={{ padding: '4px 16px 8px', color: 'muted' }}>
          {t(user.role)}
        </Box>
        <DisplaySettings />
        <Divider component="li" />
        <MenuItem onClick={signOut}>{t('signOut')}</MenuItem>
      </Menu>
    </>
  )
}

function DisplaySettings() {
  const t = useTexts(shellTexts)
  const { scheme, setScheme } = useScheme()
  const { density, singleKeys, sound, set } = usePreferences()
  return (
    <Box component="li" role="none" sx={{ display: 'grid', gap: 2, padding: '4px 16px 12px' }}>
      <Choice label={t('theme')} value={scheme} choices={schemes} name={t} onChange={setScheme} />
      <Choice<Density> label={t('density')} value={density} choices={densities} name={t} onChange={(next) => set({ density: next })} />
      <FormControlLabel
        control={<Switch checked={sound} onChange={(_, checked) => set({ sound: checked })} />}
        label={t('sound')}
        sx={{ marginInline: 0, gap: 2 }}
      />
      <FormControlLabel
        control={<Switch checked={singleKeys} onChange={(_, checked) => set({ singleKeys: checked })} />}
        label={t('singleKeys')}
        sx={{ marginInline: 0, gap: 2 }}
      />
    </Box>
  )
}

interface ChoiceProps<Value extends string> {
  readonly label: string
  readonly value: Value
  readonly choices: readonly Value[]
  readonly name: (choice: Value) => string
  readonly onChange: (choice: Value) => void
}

function Choice<Value extends string>({ label, value, choices, name, onChange }: ChoiceProps<Value>) {
  return (
    <div>
      <Box sx={{ color: 'muted', fontSize: 11.5, marginBlockEnd: 1 }}>{label}</Box>
      <ToggleButtonGroup
        exclusive
        size="small"
        value={value}
        aria-label={label}
        onChange={(_, next: Value | null) => next !== null && onChange(next)}
      >
        {choices.map((choice) => (
          <ToggleButton key={choice} value={choice} sx={{ paddingInline: 3, minHeight: 26, textTransform: 'none' }}>
            {name(choice)}
          </ToggleButton>
        ))}
      </ToggleButtonGroup>
    </div>
  )
}
