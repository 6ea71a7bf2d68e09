import { useEffect, useRef, useState } from 'react'
import type { ClinicalTableProps } from './columns.ts'
import type { RowItem } from './use-table-model.ts'

/** Where the keyboard is: told from outside, or kept here. Remembers the place of a row that left. */
export function useActive<Row>({ activeKey: given, onActiveChange }: ClinicalTableProps<Row>, rowItems: readonly RowItem<Row>[]) {
  const [own, setOwn] = useState<string | null>(null)
  const [activeColumnId, setActiveColumnId] = useState<string | null>(null)
  const lastIndex = useRef(0)
  const activeKey = given === undefined ? own : given
  const activeIndex = rowItems.findIndex(({ key }) => key === activeKey)

  useEffect(() => {
    if (activeIndex >= 0) lastIndex.current = activeIndex
  }, [activeIndex])

  const setActive = (item: RowItem<Row>, columnId: string | null) => {
    setActiveColumnId(columnId)
    if (item.key === activeKey) return
    setOwn(item.key)
    onActiveChange?.(item.key, item.row)
  }
  return { activeKey, activeIndex, activeColumnId, setActive, lastIndex }
}
