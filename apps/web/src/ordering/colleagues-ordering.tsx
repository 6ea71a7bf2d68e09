import Alert from '@mui/material/Alert'
import type { PresentMember } from '@wardline/sync/protocol'
import { useTexts } from '../i18n/define-texts.ts'
import { texts } from './texts.ts'

export interface ColleaguesOrderingProps {
  /** Who else is in the patient's room, whatever they do there. */
  readonly others: readonly PresentMember[]
}

/** Two people ordering at once order the same twice; each sees the other by name before signing (ORD-19). Blocks nothing. */
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
