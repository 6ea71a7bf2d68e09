import Button from '@mui/material/Button'
import ButtonBase from '@mui/material/ButtonBase'
import { AppBar, KeyHint, StatusChip } from '@wardline/ui'
import { Search } from 'lucide-react'
import { useTexts } from '../../i18n/define-texts.ts'
import { useLanguage } from '../../i18n/language.ts'
import { useUser } from '../../sync/workflow-context.tsx'
import { useShellSlots } from '../shell-slots.tsx'
import { shellTexts } from '../texts.ts'
import { ConnectionPanel } from './connection-panel.tsx'
import { NotSentTray } from './not-sent-tray.tsx'
import { UserMenu } from './user-menu.tsx'

/** Search, connection state, units and user menu. */
export function TopBar({ openPalette }: { openPalette: () => void }) {
  const t = useTexts(shellTexts)
  const { Notices, Status } = useShellSlots()
  const { language, setLanguage } = useLanguage()
  return (
    <AppBar
      search={
        <ButtonBase
          onClick={openPalette}
          aria-keyshortcuts="Control+K"
          sx={{
            inlineSize: '100%',
            minHeight: 28,
            gap: 2,
            paddingInline: 2.5,
            justifyContent: 'flex-start',
            border: 1,
            borderColor: 'line2',
            borderRadius: 1,
            bgcolor: 'sunk',
            color: 'muted',
            fontSize: 13,
          }}
        >
          <Search size={14} aria-hidden />
          <span style={{ flex: 1, textAlign: 'start' }}>{t('search')}</span>
          <KeyHint keys="Mod+K" />
        </ButtonBase>
      }
      status={
        <>
          <Notices />
          <NotSentTray />
          <Status />
          <ConnectionPanel />
          <Units />
          <Button
            lang={language === 'ar' ? 'en' : 'ar'}
            aria-label={`${t('language')} · ${t('languageLabel')}`}
            onClick={() => setLanguage(language === 'ar' ? 'en' : 'ar')}
          >
            {t('language')}
          </Button>
        </>
      }
      user={<UserMenu />}
    />
  )
}

/** The user's units; several are shown as a count with their names in a tooltip. */
function Units() {
  const t = useTexts(shellTexts)
  const { units } = useUser()
  const { language } = useLanguage()
  const names = units.map((unit) => (language === 'ar' && unit.nameAr) || unit.name)
  if (names.length === 0) return null
  return <StatusChip title={names.join('\n')}>{names.length === 1 ? names[0] : t('units', { count: names.length })}</StatusChip>
}
