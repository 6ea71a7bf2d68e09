import { AsOf, Card, type CardProps } from '@wardline/ui'
import type { ReactNode } from 'react'
import { ListState, type ListStateProps } from './list-state.tsx'

export interface ListCardProps extends Omit<CardProps, 'asOf' | 'children'>, Omit<ListStateProps, 'showsStale'> {
  /** The sheet opened by an action of the card. It is outside the list, so that it opens also while the list is empty or not loaded. */
  sheet?: ReactNode
}

/** A card of one list with its count, last update and states (CHT-1, RT-2). The count is shown only after the rows are loaded. */
export function ListCard({ list, expected, empty, count, sheet, children, ...card }: ListCardProps) {
  const ready = list.status === 'ready'
  return (
    <Card {...card} count={ready ? count : undefined} asOf={ready && <AsOf at={list.asOf} live={!list.isStale} />}>
      <ListState list={list} expected={expected} empty={empty} showsStale={false}>
        {children}
      </ListState>
      {sheet}
    </Card>
  )
}
