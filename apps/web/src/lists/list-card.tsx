import { AsOf, Card, type CardProps } from '@wardline/ui'
import { ListState, type ListStateProps } from './list-state.tsx'

export interface ListCardProps extends Omit<CardProps, 'asOf' | 'children'>, Omit<ListStateProps, 'saysStale'> {}

/** A card of one list with its count, last update and states (CHT-1, RT-2). The count is shown only after the rows are loaded. */
export function ListCard({ list, expected, empty, count, children, ...card }: ListCardProps) {
  const ready = list.status === 'ready'
  return (
    <Card {...card} count={ready ? count : undefined} asOf={ready && <AsOf at={list.asOf} live={!list.isStale} />}>
      <ListState list={list} expected={expected} empty={empty} showsStale={false}>
        {children}
      </ListState>
    </Card>
  )
}
