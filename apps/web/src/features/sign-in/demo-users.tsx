import Box from '@mui/material/Box'
import { Clin } from '@wardline/ui'
import { useTexts } from '../../i18n/define-texts.ts'
import { signInTexts } from './texts.ts'

/** Demo accounts; shown only in demo installations. */
const demoUsers = ['dr.amal', 'dr.sami', 'nurse.huda', 'pharm.omar', 'pharm.lina', 'lab.yusuf', 'admin'] as const
const DEMO_PASSWORD = 'wardline-demo'

export function DemoUsers() {
  const t = useTexts(signInTexts)
  return (
    <Box
      component="section"
      aria-label={t('demoUsers')}
      sx={{ bgcolor: 'sunk', borderRadius: 1, padding: 3, fontSize: 12, color: 'muted' }}
    >
      <Box sx={{ fontWeight: 620 }}>{t('demoUsers')}</Box>
      <Box sx={{ display: 'flex', flexWrap: 'wrap', columnGap: 3 }}>
        {demoUsers.map((username) => (
          <Clin key={username}>{username}</Clin>
        ))}
      </Box>
      <div>{t('demoPassword', { password: DEMO_PASSWORD })}</div>
    </Box>
  )
}
