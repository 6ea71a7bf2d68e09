import Box from '@mui/material/Box'
import Button from '@mui/material/Button'
import Dialog from '@mui/material/Dialog'
import DialogContent from '@mui/material/DialogContent'
import DialogTitle from '@mui/material/DialogTitle'
import GlobalStyles from '@mui/material/GlobalStyles'
import { useId } from 'react'
import { useTexts } from '../../i18n/define-texts.ts'
import type { Session } from '../../session/session.ts'
import { SignInForm } from './sign-in-form.tsx'
import { signInTexts } from './texts.ts'

interface SignInAgainProps {
  readonly endedBy: 'time' | 'otherUser'
  readonly username: string
  readonly onSignedIn: (session: Session) => void
  /** Discards the first user's session and all unsaved work. */
  readonly onOtherUser: () => void
}

/** Shown when the session expires during work; after signing in, the same user continues in place (SES-2). */
export function SignInAgain({ endedBy, username, onSignedIn, onOtherUser }: SignInAgainProps) {
  const t = useTexts(signInTexts)
  const titleId = useId()
  return (
    <Dialog open aria-labelledby={titleId} maxWidth="xs" data-session-lock>
      {/* The page and every layer over it are not shown, read out or printed until the user signs in (SES-1). */}
      <GlobalStyles styles={{ 'body > :not([data-session-lock])': { visibility: 'hidden !important' } }} />
      <DialogTitle id={titleId}>{t(endedBy === 'time' ? 'again' : 'takenOver')}</DialogTitle>
      <DialogContent>
        <Box sx={{ marginBlockEnd: 4 }}>{t(endedBy === 'time' ? 'againHint' : 'takenOverHint')}</Box>
        <SignInForm username={username} onSignedIn={onSignedIn} />
        <Button onClick={onOtherUser} sx={{ marginBlockStart: 3 }}>
          {t('otherUser')}
        </Button>
      </DialogContent>
    </Dialog>
  )
}
