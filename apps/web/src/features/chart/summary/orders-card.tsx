import Box from '@mui/material/Box'
import type { OrderRow, PatientId } from '@wardline/events'
import { Clin, type ClinicalColumn, ClinicalTable, Empty, PriorityChip, useAnnounce, useWords } from '@wardline/ui'
import { useMemo } from 'react'
import { type Translate, useTexts } from '../../../i18n/define-texts.ts'
import { ListCard } from '../../../lists/list-card.tsx'
import { TimeCell } from '../../../lists/time-cell.tsx'
import { useStableList } from '../../../lists/use-stable-list.ts'
import { useFormatTime } from '../../../time/use-format-time.ts'
import { ChartArrivals } from '../chart-arrivals.tsx'
import { chartTexts } from '../texts.ts'
import { useOrders } from '../use-chart-lists.ts'

/** True until the order is cancelled or has a final result. */
const isPending = ({ status, fulfilment }: OrderRow) =>
  (status === 'active' || status === 'on-hold') && fulfilment.step !== 'resulted-final' && fulfilment.step !== 'cancelled'

/** Pending orders (CHT-1), each with its status (ORD-14). */
export function OrdersCard({ patientId }: { patientId: PatientId }) {
  const t = useTexts(chartTexts)
  const words = useWords()
  const announce = useAnnounce()
  const list = useOrders(patientId)
  const stableList = useStableList<OrderRow>(list.status === 'ready' ? list.rows : undefined, {
    isUrgent: ({ priority }) => priority === 'stat',
    onArrival: (arrived) => {
      for (const { display, priority } of arrived) announce.polite(t('newOrder', { order: display, priority: words.priorities[priority] }))
    },
  })
  const columns = useMemo(() => columnsOf(t), [t])
  const pending = useMemo(() => stableList.shown.filter(isPending), [stableList.shown])

  return (
    <ListCard title={t('pendingOrders')} count={pending.length > 0 && t('pending', { count: pending.length })} list={list} expected={4}>
      <ChartArrivals rows={stableList} />
      {pending.length === 0 ? (
        <Empty title={t('noOrders')} />
      ) : (
        <div {...stableList.reader} style={{ minHeight: 0, display: 'flex', flexDirection: 'column' }}>
          <ClinicalTable
            label={t('pendingOrders')}
            rows={pending}
            columns={columns}
            rowKey={(row) => row.id}
            rowTone={(row) => (stableList.isFresh(row) ? 'fresh' : null)}
          />
        </div>
      )}
    </ListCard>
  )
}

const columnsOf = (t: Translate<(typeof chartTexts)['en']>): readonly ClinicalColumn<OrderRow>[] => [
  { id: 'order', header: t('order'), minWidth: 120, wrap: true, rowHeader: true, cell: (row) => <OrderCell row={row} /> },
  { id: 'priority', header: t('priority'), width: 84, cell: ({ priority }) => <PriorityChip priority={priority} /> },
  { id: 'status', header: t('status'), minWidth: 130, grow: 0.9, wrap: true, cell: (row) => <OrderStatus row={row} /> },
  { id: 'ordered', header: t('ordered'), width: 92, align: 'end', wrap: true, cell: ({ authoredAt }) => <TimeCell at={authoredAt} /> },
]

/** Order and orderer (CHT-12). */
const OrderCell = ({ row: { display, requester } }: { row: OrderRow }) => (
  <>
    <bdi>{display}</bdi>
    <Box component="small" sx={{ display: 'block', color: 'muted', fontSize: 11.5 }}>
      <bdi>{requester.name}</bdi>
    </Box>
  </>
)

function OrderStatus({ row: { status, fulfilment } }: { row: OrderRow }) {
  const t = useTexts(chartTexts)
  const formatTime = useFormatTime()
  return (
    <span>
      {status === 'on-hold' ? t('onHold') : t(fulfilment.step)}
      {fulfilment.at && (
        <>
          {' '}
          <Clin>{formatTime(fulfilment.at)}</Clin>
        </>
      )}
    </span>
  )
}
