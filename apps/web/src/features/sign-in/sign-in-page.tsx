import Box from '@mui/material/Box'
import Button from '@mui/material/Button'
import { StatusChip } from '@wardline/ui'
import { useTexts } from '../../i18n/define-texts.ts'
import { useLanguage } from '../../i18n/language.ts'
import type { Session } from '../../session/session.ts'
import { DemoUsers } from './demo-users.tsx'
import { SignInForm } from './sign-in-form.tsx'
import { signInTexts } from './texts.ts'

interface SignInPageProps {
  readonly isDemo: boolean
  /** Whether the server is reachable (LOG-7). */
  readonly isServerReachable: boolean
  readonly onSignedIn: (session: Session) => void
}

/** Sign-in page with language switch and server status. */
export function SignInPage({ isDemo, isServerReachable, onSignedIn }: SignInPageProps) {
  const t = useTexts(signInTexts)
  const { language, setLanguage } = useLanguage()
  return (
    <Box component="main" sx={{ flex: 1, minHeight: 0, overflow: 'auto', display: 'grid', placeItems: 'center', padding: 4 }}>
      <Box
        sx={{
          inlineSize: 'min(420px, 100%)',
          bgcolor: 'background.paper',
          border: 1,
          borderColor: 'line',
          borderRadius: 2,
          padding: 8,
          display: 'grid',
          gap: 5,
        }}
      >
        <Box sx={{ display: 'flex', alignItems: 'center', gap: 3 }}>
          <Brand />
          <Box sx={{ flex: 1 }}>
            <Box sx={{ fontSize: 16, fontWeight: 680 }}>{t('product')}</Box>
            <Box sx={{ color: 'muted', fontSize: 12 }}>{t('claim')}</Box>
          </Box>
          <Button
            lang={language === 'ar' ? 'en' : 'ar'}
            aria-label={`${t('language')} · ${t('languageLabel')}`}
            onClick={() => setLanguage(language === 'ar' ? 'en' : 'ar')}
          >
            {t('language')}
          </Button>
        </Box>
        <Box component="h1" sx={{ margin: 0, fontSize: 20, fontWeight: 680 }}>
          {t('title')}
        </Box>
        <SignInForm onSignedIn={onSignedIn} />
        <div role="status">
          <StatusChip tone={isServerReachable ? 'ok' : 'crit'}>{isServerReachable ? t('ready') : t('notReady')}</StatusChip>
        </div>
        {isDemo && <DemoUsers />}
      </Box>
    </Box>
  )
}

function Brand() {
  return (
    <Box
      aria-hidden
      sx={{
        display: 'grid',
        placeItems: 'center',
        inlineSize: 40,
        blockSize: 40,
        borderRadius: 1.5,
        bgcolor: 'primary.main',
        color: 'primary.contrastText',
        fontWeight: 700,
        fontSize: 18,
      }}
    >
      W
    </Box>
  )
}
