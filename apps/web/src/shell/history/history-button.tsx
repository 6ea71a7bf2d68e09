import Button from '@mui/material/Button'
import { KeyHint } from '@wardline/ui'
import { History as HistoryIcon } from 'lucide-react'
import { useTexts } from '../../i18n/define-texts.ts'
import { useKeys } from '../../keyboard/keys.ts'
import { historyTexts } from './texts.ts'

const KEYS = 'g y'

/** Opens the chart history. */
export function HistoryButton({ onOpen }: { onOpen: () => void }) {
  const t = useTexts(historyTexts)
  useKeys([{ keys: KEYS, label: t('title'), group: t('history'), run: onOpen }])
  return (
    <Button size="small" variant="text" onClick={onOpen} startIcon={<HistoryIcon size={14} />} sx={{ flex: 'none', whiteSpace: 'nowrap' }}>
      {t('history')}
      <KeyHint keys={KEYS} />
    </Button>
  )
}
