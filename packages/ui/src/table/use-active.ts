import { useEffect, useRef, useState } from 'react'
import type { ClinicalTableProps } from './columns.ts'
import type { RowItem, TableItems } from './table-items.ts'

/** The active row, controlled or internal, with the index of a row that left. */
export function useActive<Row>({ activeKey: controlled, onActiveChange }: ClinicalTableProps<Row>, items: TableItems<Row>) {
  const [internal, setInternal] = useState<string | null>(null)
  const [activeColumnId, setActiveColumnId] = useState<string | null>(null)
  const lastNth = useRef(0)
  const activeKey = controlled === undefined ? internal : controlled
  const activeNth = activeKey === null ? -1 : items.nthOf(activeKey)

  useEffect(() => {
    if (activeNth >= 0) lastNth.current = activeNth
  }, [activeNth])

  const setActive = (item: RowItem<Row>, columnId: string | null) => {
    setActiveColumnId(columnId)
    if (item.key === activeKey) return
    setInternal(item.key)
    onActiveChange?.(item.key, item.row)
  }
  return { activeKey, activeNth, activeColumnId, setActive, lastNth }
}
