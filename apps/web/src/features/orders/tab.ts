import { ordersView } from '@wardline/events'
import { defineTab } from '../../navigation/define-tab.ts'
import { useOrderCounts } from './list/use-order-counts.ts'

export const tab = defineTab({
  path: 'orders',
  order: 20,
  key: 'o',
  title: { en: 'Orders', ar: 'الطلبات' },
  views: [ordersView],
  useCounts: useOrderCounts,
  page: () => import('./orders-tab.tsx').then((module) => module.OrdersTab),
})
