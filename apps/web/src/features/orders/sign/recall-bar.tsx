import Box from '@mui/material/Box'
import Button from '@mui/material/Button'
import type { OrderRow } from '@wardline/events'
import { KeyHint, useServerNow, useWords } from '@wardline/ui'
import { useProblemText } from '../../../api/refusals.ts'
import { useTexts } from '../../../i18n/define-texts.ts'
import { useKeys } from '../../../keyboard/keys.ts'
import { composingTexts } from '../compose/compose-texts.ts'
import { isOpen } from '../list/order-status.ts'
import { texts } from '../texts.ts'
import type { Recall } from './use-recall.ts'

export interface RecallBarProps {
  readonly recall: Recall
  readonly tOrders: readonly OrderRow[]
  readonly onRevoke: (row: OrderRow, anchor: Element) => void
}

/** Offers to recall the signed orders while none has been started, and to revoke once one has (ORD-20). */
export function RecallBar({ recall, tOrders, onRevoke }: RecallBarProps) {
  const now = useServerNow()
  const { signed } = recall
  if (!signed || now >= signed.until) return null
  const startedOrder = tOrders.find(({ id, fulfilment }) => signed.orderIds.includes(id) && fulfilment.step !== 'requested')
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
      {startedOrder ? (
        <RevokeOffer row={startedOrder} onRevoke={onRevoke} />
      ) : (
        <RecallOffer recall={recall} remainingMs={signed.until - now} count={signed.lines.length} />
      )}
    </Box>
  )
}

function RecallOffer({ recall, remainingMs, count }: { readonly recall: Recall; readonly remainingMs: number; readonly count: number }) {
  const t = useTexts(composingTexts)
  const tOrders = useTexts(texts)
  const words = useWords()
  const describeProblem = useProblemText()
  useKeys([{ keys: 'u', label: t('takeBack'), group: tOrders('title'), run: () => void recall.recallOrders() }])
  return (
    <>
      <Box sx={{ flex: 1 }}>
        {t('justSigned', { count })}
        {recall.problem && (
          <Box role="alert" sx={{ color: 'crit.main' }}>
            {describeProblem(recall.problem)}
          </Box>
        )}
      </Box>
      <Button disabled={recall.isBusy} onClick={() => void recall.recallOrders()}>
        {recall.isBusy ? words.saving : t('takeBack')}
        {/* Hidden from screen readers, which would announce every second. */}
        <Box component="span" aria-hidden sx={{ marginInlineStart: 1.5, color: 'muted', fontVariantNumeric: 'tabular-nums' }}>
          {t('secondsLeft', { seconds: Math.ceil(remainingMs / 1_000) })}
        </Box>
        <KeyHint keys="u" />
      </Button>
    </>
  )
}

function RevokeOffer({ row, onRevoke }: { readonly row: OrderRow; readonly onRevoke: RecallBarProps['onRevoke'] }) {
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
