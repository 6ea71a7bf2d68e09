import Box from '@mui/material/Box'
import Button from '@mui/material/Button'
import type { OrderRow } from '@wardline/events'
import { KeyHint, useServerNow, useWords } from '@wardline/ui'
import { useProblemWords } from '../../../api/refusals.ts'
import { useTexts } from '../../../i18n/define-texts.ts'
import { useKeys } from '../../../keyboard/keys.ts'
import { composingTexts } from '../compose/compose-texts.ts'
import { isOpen } from '../list/order-status.ts'
import { texts } from '../texts.ts'
import type { Recall } from './use-recall.ts'

export interface RecallBarProps {
  readonly recall: Recall
  readonly orders: readonly OrderRow[]
  readonly onRevoke: (row: OrderRow, anchor: Element) => void
}

/** The undo that tells the truth: a true recall while nobody has begun, and the way to revoke once somebody has (ORD-20). */
export function RecallBar({ recall, orders, onRevoke }: RecallBarProps) {
  const now = useServerNow()
  const { signed } = recall
  if (!signed || now >= signed.until) return null
  const begun = orders.find(({ id, fulfilment }) => signed.orderIds.includes(id) && fulfilment.step !== 'requested')
  return (
    <Box
      role="group"
      sx={{
        display: 'flex',
        flexWrap: 'wrap',
        alignItems: 'center',
        gap: 2,
        padding: '6px 12px',
        fontSize: 12.5,
        borderBlockEnd: '1px solid',
        borderColor: 'line',
        bgcolor: 'info.bg',
      }}
    >
      {begun ? (
        <RevokeInstead row={begun} onRevoke={onRevoke} />
      ) : (
        <TakeBack recall={recall} leftMs={signed.until - now} count={signed.lines.length} />
      )}
    </Box>
  )
}

function TakeBack({ recall, leftMs, count }: { readonly recall: Recall; readonly leftMs: number; readonly count: number }) {
  const t = useTexts(composingTexts)
  const orders = useTexts(texts)
  const words = useWords()
  const problems = useProblemWords()
  useKeys([{ keys: 'u', label: t('takeBack'), group: orders('title'), run: () => void recall.takeBack() }])
  return (
    <>
      <Box sx={{ flex: 1 }}>
        {t('justSigned', { count })}
        {recall.problem && (
          <Box role="alert" sx={{ color: 'crit.main' }}>
            {problems(recall.problem)}
          </Box>
        )}
      </Box>
      <Button disabled={recall.busy} onClick={() => void recall.takeBack()}>
        {recall.busy ? words.saving : t('takeBack')}
        {/* Counts for the eye; a screen reader would be told every second. */}
        <Box component="span" aria-hidden sx={{ marginInlineStart: 1.5, color: 'muted', fontVariantNumeric: 'tabular-nums' }}>
          {t('secondsLeft', { seconds: Math.ceil(leftMs / 1_000) })}
        </Box>
        <KeyHint keys="u" />
      </Button>
    </>
  )
}

function RevokeInstead({ row, onRevoke }: { readonly row: OrderRow; readonly onRevoke: RecallBarProps['onRevoke'] }) {
  const t = useTexts(composingTexts)
  return (
    <>
      <Box role="status" sx={{ flex: 1 }}>
        {t('tooLate', { order: row.display })}
      </Box>
      {isOpen(row) && <Button onClick={(event) => onRevoke(row, event.currentTarget)}>{t('revokeInstead', { order: row.display })}</Button>}
    </>
  )
}
