import Box from '@mui/material/Box'
import IconButton from '@mui/material/IconButton'
import Link from '@mui/material/Link'
import type { OrderRow } from '@wardline/events'
import { Clin, type ClinicalColumn, ClinicalTable, PriorityChip, StatusChip, useWords } from '@wardline/ui'
import { EllipsisVertical } from 'lucide-react'
import { type ReactNode, useMemo } from 'react'
import { Link as RouterLink } from 'react-router'
import { shortName } from '../../../clinical/short-name.ts'
import { type Translate, useTexts } from '../../../i18n/define-texts.ts'
import { translateCoding } from '../../../i18n/translate-coding.ts'
import { useLimitText } from '../../../ordering/limit-text.ts'
import { useFormatTime } from '../../../time/use-format-time.ts'
import { composingTexts } from '../compose/compose-texts.ts'
import { checkNames } from '../sign/unchecked-orders.tsx'
import { revokeTexts, texts } from '../texts.ts'
import { hasEnded, orderStatusOf } from './order-status.ts'

/** An order that was sent and is not confirmed: displayed from the running command, never stored (RT9). */
export interface PendingOrder extends Pick<OrderRow, 'id' | 'display' | 'priority' | 'indication' | 'note'> {
  /** `applied`: confirmed, but not yet in the list. `notSent`: in the “Not sent” tray. */
  readonly pending: 'sending' | 'applied' | 'notSent'
}
export type OrderLine = OrderRow | PendingOrder

export const isPending = (line: OrderLine): line is PendingOrder => 'pending' in line

export interface OrdersTableProps {
  readonly lines: readonly OrderLine[]
  readonly isFresh: (row: OrderRow) => boolean
  /** Opens the menu to modify or revoke; null for roles that cannot order. */
  readonly onMenu: ((row: OrderRow, anchor: Element) => void) | null
  readonly onOpen: (row: OrderRow) => void
  readonly empty: ReactNode
}

/** Table of orders: name, priority, status with its time, orderer, result (ORD-14). */
export function OrdersTable({ lines, isFresh, onMenu, onOpen, empty }: OrdersTableProps) {
  const t = useTexts(texts)
  const words = useWords()
  const columns = useMemo(() => columnsOf(t, onMenu), [t, onMenu])
  return (
    <ClinicalTable
      label={t('listLabel')}
      rows={lines}
      columns={columns}
      rowKey={(line) => line.id}
      rowLabel={(line) => `${line.display}, ${words.priorities[line.priority]}`}
      lines={2}
      rowTone={(line) => (isPending(line) ? null : hasEnded(line) ? 'lingering' : isFresh(line) ? 'fresh' : null)}
      onOpen={(line) => !isPending(line) && onOpen(line)}
      onRowKey={(event, line) => {
        if (event.key !== '.' || isPending(line) || !onMenu) return
        event.preventDefault()
        onMenu(line, event.currentTarget.querySelector(`[data-key="${line.id}"] [data-menu]`) ?? event.currentTarget)
      }}
      empty={empty}
    />
  )
}

const columnsOf = (t: Translate<(typeof texts)['en']>, onMenu: OrdersTableProps['onMenu']): readonly ClinicalColumn<OrderLine>[] => [
  {
    id: 'order',
    header: t('order'),
    grow: 3,
    minWidth: 190,
    rowHeader: true,
    cell: (line) => <OrderCell line={line} />,
  },
  { id: 'priority', header: t('priority'), width: 88, cell: ({ priority }) => <PriorityChip priority={priority} /> },
  { id: 'status', header: t('status'), grow: 2, minWidth: 150, cell: (line) => <StatusCell line={line} /> },
  { id: 'ordered', header: t('ordered'), grow: 2, minWidth: 130, cell: (line) => <OrderedCell line={line} /> },
  { id: 'result', header: t('result'), width: 78, cell: (line) => <ResultCell line={line} /> },
  ...(onMenu
    ? [
        {
          id: 'menu',
          header: '',
          label: t('actions'),
          width: 44,
          cell: (line: OrderLine) =>
            isPending(line) || hasEnded(line) ? null : (
              <IconButton
                aria-label={t('menuOf', { order: line.display })}
                aria-haspopup="menu"
                data-menu
                onClick={(event) => onMenu(line, event.currentTarget)}
              >
                <EllipsisVertical size={15} aria-hidden />
              </IconButton>
            ),
        },
      ]
    : []),
]

const SecondaryText = ({ children }: { readonly children: ReactNode }) => (
  <Box component="small" sx={{ display: 'block', color: 'muted', fontSize: 11.5 }}>
    {children}
  </Box>
)

function OrderCell({ line }: { readonly line: OrderLine }) {
  const t = useTexts(composingTexts)
  const limitWords = useLimitText()
  const limit = isPending(line) || hasEnded(line) || !line.limit ? null : limitWords(line.limit)
  const unchecked = isPending(line) || line.unchecked.length === 0 ? null : t('signedUnchecked', { checks: checkNames(line.unchecked, t) })
  const details = [limit && !limit.tone ? limit.text : null, line.indication, line.note, unchecked].filter(
    (text) => text !== null && text !== '',
  )
  return (
    <Box sx={{ minWidth: 0 }}>
      <Box component="bdi" sx={{ fontWeight: 560 }}>
        {line.display}
      </Box>{' '}
      {limit?.tone && <StatusChip tone={limit.tone}>{limit.text}</StatusChip>}
      {details.length > 0 && (
        <SecondaryText>
          <bdi>{details.join(' · ')}</bdi>
        </SecondaryText>
      )}
    </Box>
  )
}

function StatusCell({ line }: { readonly line: OrderLine }) {
  const t = useTexts(texts)
  const formatTime = useFormatTime()
  if (isPending(line))
    return (
      <StatusChip tone={line.pending === 'notSent' ? 'warn' : 'info'}>{t(line.pending === 'notSent' ? 'notSent' : 'sending')}</StatusChip>
    )
  const { status, at } = orderStatusOf(line)
  const wasChanged = line.changedBy !== line.requester.name && !hasEnded(line) && line.changedAt > at
  return (
    <Box sx={{ minWidth: 0 }}>
      <div>
        {t(`standing_${status}`)} <Clin>{formatTime(at)}</Clin>
      </div>
      {line.cancelReason !== null && hasEnded(line) && (
        <SecondaryText>
          <bdi>{translateCoding(line.cancelReason, texts, revokeTexts, t)}</bdi> · <bdi>{shortName(line.changedBy)}</bdi>
        </SecondaryText>
      )}
      {wasChanged && (
        <SecondaryText>
          {t('changedBy', { name: shortName(line.changedBy) })} <Clin>{formatTime(line.changedAt)}</Clin>
        </SecondaryText>
      )}
    </Box>
  )
}

function OrderedCell({ line }: { readonly line: OrderLine }) {
  const t = useTexts(texts)
  const formatTime = useFormatTime()
  if (isPending(line)) return <SecondaryText>{t('pendingHint')}</SecondaryText>
  const { requester, authoredAt } = line
  return (
    <Box sx={{ minWidth: 0 }}>
      <bdi>{requester.name}</bdi>
      <SecondaryText>
        <Clin>{formatTime(authoredAt)}</Clin>
      </SecondaryText>
    </Box>
  )
}

function ResultCell({ line }: { readonly line: OrderLine }) {
  const t = useTexts(texts)
  if (isPending(line) || line.reportId === null) return null
  return (
    <Link
      component={RouterLink}
      to={`../results?report=${encodeURIComponent(line.reportId)}`}
      relative="path"
      aria-label={t('openResult', { order: line.display })}
      sx={{ fontWeight: 550 }}
    >
      {t('resultWord')}
    </Link>
  )
}
