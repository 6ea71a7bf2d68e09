import Alert from '@mui/material/Alert'
import type { PresentMember } from '@wardline/sync/protocol'
import { useTexts } from '../i18n/define-texts.ts'
import { texts } from './texts.ts'

export interface ColleaguesOrderingProps {
  /** Other users present in the patient's room, with any activity. */
  readonly others: readonly PresentMember[]
}

/** Warns of colleagues ordering for the same patient, to prevent duplicates before signing (ORD-19). Never blocks. */
export function ColleaguesOrdering({ others }: ColleaguesOrderingProps) {
  const t = useTexts(texts)
  const names = [...new Set(others.filter(({ doing }) => doing === 'ordering').map(({ user }) => user.name))]
  if (names.length === 0) return null
  return (
    <Alert severity="info" role="status">
      {t(names.length === 1 ? 'orderingOne' : 'orderingMany', { names: names.join(', ') })}
    </Alert>
  )
}
