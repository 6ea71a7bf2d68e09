import type { MedicationRow } from '@wardline/events'
import { useState } from 'react'
import { useSearchParams } from 'react-router'
import { type QueueStage, queueStages } from '../queue/stages.ts'

/** Stage, unit and open order, kept in the URL so that reloading restores the screen (SHL-8). */
export function useQueuePlace() {
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
    toStage: (stage: QueueStage) => set({ stage }),
    toUnit: (unit: string | null) => set({ unit }),
    toItem: (item: string | null) => set({ item }),
    hrefOf: (stage: QueueStage) => {
      const next = new URLSearchParams(params)
      next.set('stage', stage)
      return `?${next}`
    },
  }
}

/** Returns the open row and its version at opening. */
export function useOpened(itemId: string | null, rows: readonly MedicationRow[]) {
  const row = rows.find(({ id }) => id === itemId) ?? null
  const [opened, setOpened] = useState<MedicationRow | null>(null)
  if (row && opened?.id !== row.id) setOpened(row)
  if (itemId === null && opened) setOpened(null)
  return { row, opened: opened?.id === row?.id ? opened : row, seen: () => setOpened(row) }
}
