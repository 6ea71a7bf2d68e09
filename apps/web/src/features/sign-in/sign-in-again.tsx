import Box from '@mui/material/Box'
import Button from '@mui/material/Button'
import Dialog from '@mui/material/Dialog'
import DialogContent from '@mui/material/DialogContent'
import DialogTitle from '@mui/material/DialogTitle'
import { useId } from 'react'
import { useTexts } from '../../i18n/define-texts.ts'
import type { Session } from '../../session/session.ts'
import { SignInForm } from './sign-in-form.tsx'
import { signInTexts } from './texts.ts'

interface SignInAgainProps {
  readonly username: string
  readonly onSignedIn: (session: Session) => void
  /** Gives up the first person's session and everything on screen. */
  readonly onOther: () => void
}

/** The session ended under somebody's hands: the same person goes on where they were (SES-2). */
export function SignInAgain({ username, onSignedIn, onOther }: SignInAgainProps) {
  const t = useTexts(signInTexts)
  const titleId = useId()
  return (
    <Dialog
      open
      aria-labelledby={titleId}
      maxWidth="xs"
      // What was on screen is not for whoever passes by meanwhile (SES-1).
      slotProps={{ backdrop: { sx: { backdropFilter: 'blur(14px)' } } }}
    >
      <DialogTitle id={titleId}>{t('again')}</DialogTitle>
      <DialogContent>
        <Box sx={{ marginBlockEnd: 4 }}>{t('againHint')}</Box>
        <SignInForm username={username} onSignedIn={onSignedIn} />
        <Button onClick={onOther} sx={{ marginBlockStart: 3 }}>
          {t('otherUser')}
        </Button>
      </DialogContent>
    </Dialog>
  )
}
