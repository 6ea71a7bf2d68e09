import type { MedicationRow } from '@wardline/events'
import { useState } from 'react'
import { useSearchParams } from 'react-router'
import { type QueueStage, queueStages } from '../queue/stages.ts'

/** Stage, unit and open order, kept in the URL so that reloading restores the screen (SHL-8). */
export function useQueueUrlState() {
  const [params, setParams] = useSearchParams()
  const set = (change: Readonly<Record<string, string | null>>) =>
    setParams(
      (before) => {
        const next = new URLSearchParams(before)
        for (const [name, value] of Object.entries(change)) value === null ? next.delete(name) : next.set(name, value)
        return next
      },
      { replace: true },
    )
  return {
    stage: queueStages.find((stage) => stage === params.get('stage')) ?? ('verify' satisfies QueueStage),
    unitId: params.get('unit'),
    itemId: params.get('item'),
    setStage: (stage: QueueStage) => set({ stage }),
    setUnit: (unit: string | null) => set({ unit }),
    setItem: (item: string | null) => set({ item }),
    stageHref: (stage: QueueStage) => {
      const next = new URLSearchParams(params)
      next.set('stage', stage)
      return `?${next}`
    },
  }
}

/** Returns the open row and its version at opening. */
export function useOpenedItem(itemId: string | null, rows: readonly MedicationRow[]) {
  const row = rows.find(({ id }) => id === itemId) ?? null
  const [openedRow, setOpenedRow] = useState<MedicationRow | null>(null)
  if (row && openedRow?.id !== row.id) setOpenedRow(row)
  if (itemId === null && openedRow) setOpenedRow(null)
  return { row, openedRow: openedRow?.id === row?.id ? openedRow : row, markSeen: () => setOpenedRow(row) }
}
