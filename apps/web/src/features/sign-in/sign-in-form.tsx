import Alert from '@mui/material/Alert'
import Box from '@mui/material/Box'
import Button from '@mui/material/Button'
import TextField from '@mui/material/TextField'
import { fmtElapsed, useServerNow } from '@wardline/ui'
import { type FormEvent, type KeyboardEvent, useState } from 'react'
import { useTexts } from '../../i18n/define-texts.ts'
import { type Session, SignInError, signIn } from '../../session/session.ts'
import { serverClock } from '../../time/server-clock.ts'
import { signInTexts } from './texts.ts'

interface SignInFormProps {
  /** User name of the expired session, when the same user is expected to sign in. */
  readonly username?: string
  readonly onSignedIn: (session: Session) => void
}

const arabicLetters = /[\u0600-\u06ff]/

/** User name and password. Enter submits from either field; pasting and password managers are supported (LOG-3, SES-5). */
export function SignInForm({ username: expectedUsername, onSignedIn }: SignInFormProps) {
  const t = useTexts(signInTexts)
  const [username, setUsername] = useState(expectedUsername ?? '')
  const [password, setPassword] = useState('')
  const [busy, setBusy] = useState(false)
  const [refusal, setRefusal] = useState<{ code: SignInError['code']; until: number } | null>(null)
  const [capsLock, setCapsLock] = useState(false)

  const submit = async (event: FormEvent) => {
    event.preventDefault()
    setBusy(true)
    setRefusal(null)
    try {
      onSignedIn(await signIn(username.trim(), password))
    } catch (error) {
      const { code, retryAfterMs } = error instanceof SignInError ? error : new SignInError('OUTAGE')
      setRefusal({ code, until: serverClock.now() + (retryAfterMs ?? 0) })
      // The user name is kept; the message does not reveal which of the two was wrong (LOG-4).
      setPassword('')
    } finally {
      setBusy(false)
    }
  }
  const onKeyUp = (event: KeyboardEvent) => setCapsLock(event.getModifierState('CapsLock'))

  return (
    <Box component="form" onSubmit={submit} onKeyUp={onKeyUp} sx={{ display: 'grid', gap: 4 }}>
      <TextField
        label={t('username')}
        value={username}
        onChange={(event) => setUsername(event.target.value)}
        autoFocus={!expectedUsername}
        required
        helperText={arabicLetters.test(username) ? t('wrongLayout') : undefined}
        error={arabicLetters.test(username)}
        slotProps={{ htmlInput: { autoComplete: 'username', dir: 'ltr', autoCapitalize: 'none', spellCheck: false } }}
      />
      <TextField
        label={t('password')}
        type="password"
        value={password}
        onChange={(event) => setPassword(event.target.value)}
        autoFocus={Boolean(expectedUsername)}
        required
        helperText={capsLock ? t('capsLock') : undefined}
        slotProps={{ htmlInput: { autoComplete: 'current-password', dir: 'ltr' } }}
      />
      {refusal && (
        <Alert severity={refusal.code === 'OUTAGE' ? 'warning' : 'error'} role="alert">
          {refusal.code === 'TOO_MANY_ATTEMPTS' ? (
            <LockedOut until={refusal.until} />
          ) : (
            t(refusal.code === 'WRONG_SIGN_IN' ? 'wrong' : 'outage')
          )}
        </Alert>
      )}
      <Button type="submit" variant="contained" color="primary" disabled={busy} sx={{ minHeight: 36 }}>
        {busy ? t('submitting') : t('submit')}
      </Button>
    </Box>
  )
}

function LockedOut({ until }: { until: number }) {
  const t = useTexts(signInTexts)
  return <span>{t('locked', { time: fmtElapsed(Math.max(0, until - useServerNow())) })}</span>
}
