import Box from '@mui/material/Box'
import Button from '@mui/material/Button'
import MenuItem from '@mui/material/MenuItem'
import TextField from '@mui/material/TextField'
import ToggleButton from '@mui/material/ToggleButton'
import ToggleButtonGroup from '@mui/material/ToggleButtonGroup'
import { type OrderRow, orderCategories, type PatientId } from '@wardline/events'
import { ArrivalsPill, Empty, filterAndSort, useAnnounce, useDerived, useServerNow, useWords } from '@wardline/ui'
import { useMemo, useState } from 'react'
import { useNavigate, useSearchParams } from 'react-router'
import { useTexts } from '../../../i18n/define-texts.ts'
import { ListCard } from '../../../lists/list-card.tsx'
import { useStableList } from '../../../lists/use-stable-list.ts'
import type { LiveList } from '../../../sync/hooks/use-view.ts'
import { useUser } from '../../../sync/workflow-context.tsx'
import { texts } from '../texts.ts'
import { usePendingOrders } from '../use-orders.ts'
import { filterFrom, LINGER_MS, orderRule, paramsOf } from './list-filter.ts'
import { countsAsOpen, isUrgentOrder, openOrderCounter } from './order-status.ts'
import { OrdersTable } from './orders-table.tsx'

export interface OrdersListProps {
  readonly patientId: PatientId
  readonly list: LiveList<OrderRow>
  /** Opens the menu to modify or revoke; null for roles that cannot order. */
  readonly onMenu: ((row: OrderRow, anchor: Element) => void) | null
}

/** Orders of the patient with their status, live from placed to resulted (ORD-14, ORD-16). */
export function OrdersList({ patientId, list, onMenu }: OrdersListProps) {
  const t = useTexts(texts)
  const words = useWords()
  const announce = useAnnounce()
  const navigate = useNavigate()
  const { userId } = useUser()
  const [params, setParams] = useSearchParams()
  const filter = filterFrom(params)
  const now = useServerNow(5_000)
  const [openedAt] = useState(now)
  const pending = usePendingOrders(patientId)

  const stableList = useStableList(list.status === 'ready' ? list.rows : undefined, {
    isUrgent: (row) => isUrgentOrder(row) || row.requester.userId === userId,
    onArrival: (rows) => {
      // Skips older pages just loaded, and own orders, which were announced when signed.
      const newRows = rows.filter((row) => Date.parse(row.authoredAt) >= openedAt && row.requester.userId !== userId)
      for (const row of newRows) announce.polite(t('announced', { order: row.display, priority: words.priorities[row.priority] }))
    },
  })
  const { show, category } = filter
  const rule = useMemo(() => orderRule({ show, category }, now), [show, category, now])
  const rows = useDerived(filterAndSort<OrderRow>, stableList.shown, rule)
  const hiddenCount = stableList.shown.length - rows.length
  const changedRecently = (row: OrderRow) => {
    const at = Date.parse(row.changedAt)
    return at >= openedAt && now - at < LINGER_MS
  }
  const { open } = useDerived(openOrderCounter, list.rows, countsAsOpen)
  const updateFilter = (change: Partial<typeof filter>) => setParams(paramsOf({ ...filter, ...change }), { replace: true })

  return (
    <ListCard title={t('title')} count={t('open', { count: open })} list={list} expected={8}>
      <Box
        sx={{
          display: 'flex',
          flexWrap: 'wrap',
          alignItems: 'center',
          gap: 2,
          padding: '6px 12px',
          borderBlockEnd: '1px solid',
          borderColor: 'line',
        }}
      >
        <ToggleButtonGroup
          exclusive
          value={filter.show}
          aria-label={t('show')}
          onChange={(_, show: typeof filter.show | null) => show && updateFilter({ show })}
        >
          <ToggleButton value="open">{t('openOnly')}</ToggleButton>
          <ToggleButton value="all">{t('all')}</ToggleButton>
        </ToggleButtonGroup>
        <TextField
          select
          fullWidth={false}
          value={filter.category ?? ''}
          onChange={(event) => updateFilter({ category: orderCategories.find((category) => category === event.target.value) ?? null })}
          slotProps={{ select: { displayEmpty: true, inputProps: { 'aria-label': t('type') } } }}
        >
          <MenuItem value="">{t('allTypes')}</MenuItem>
          {orderCategories.map((category) => (
            <MenuItem key={category} value={category}>
              {t(category)}
            </MenuItem>
          ))}
        </TextField>
        <Box component="p" sx={{ margin: 0, flex: 1, minWidth: 160, color: 'muted', fontSize: 12 }}>
          {t(filter.show === 'open' ? 'ruleOpen' : 'ruleAll')} {filter.category && t('ruleType', { type: t(filter.category) })}
          {hiddenCount > 0 && ` ${t('hidden', { count: hiddenCount })}.`}
        </Box>
        {hiddenCount > 0 && <Button onClick={() => updateFilter({ show: 'all', category: null })}>{t('showAll')}</Button>}
      </Box>
      <ArrivalsPill count={stableList.waiting.length} onShow={stableList.show}>
        {t('arrived', { count: stableList.waiting.length })}
      </ArrivalsPill>
      <Box {...stableList.reader} sx={{ flex: 1, minHeight: 0, display: 'flex', flexDirection: 'column' }}>
        <OrdersTable
          lines={pending.length > 0 ? [...pending, ...rows] : rows}
          isFresh={(row) => stableList.isFresh(row) || changedRecently(row)}
          onMenu={onMenu}
          onOpen={(row) => {
            if (row.reportId !== null) void navigate(`../results?report=${encodeURIComponent(row.reportId)}`, { relative: 'path' })
          }}
          empty={
            filter.show === 'open' && list.rows.length > 0 ? (
              <Empty title={t('emptyOpen')} hint={t('emptyOpenHint')} />
            ) : (
              <Empty title={t('emptyAll')} />
            )
          }
        />
      </Box>
      {list.hasMore && (
        <Box sx={{ padding: 2, textAlign: 'center', borderBlockStart: '1px solid', borderColor: 'line' }}>
          <Button disabled={list.isFetchingMore} onClick={() => void list.fetchMore()}>
            {t('older')}
          </Button>
        </Box>
      )}
    </ListCard>
  )
}
