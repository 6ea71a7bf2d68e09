import Button from '@mui/material/Button'
import { Empty } from '@wardline/ui'
import { Link } from 'react-router'
import { useTexts } from '../i18n/define-texts.ts'
import { shellTexts } from './texts.ts'

export function NotFound() {
  const t = useTexts(shellTexts)
  return (
    <Empty
      title={t('notFoundPage')}
      action={
        <Button component={Link} to="/patients">
          {t('toPatients')}
        </Button>
      }
    />
  )
}
