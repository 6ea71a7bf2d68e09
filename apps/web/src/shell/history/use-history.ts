import { keepPreviousData, useQuery } from '@tanstack/react-query'
import type { PatientId } from '@wardline/events'
import { useState } from 'react'
import { useTRPC } from '../../api/trpc.ts'
import { useDebounced } from '../../lists/use-debounced.ts'
import type { ChartSnapshot } from '../../sync/cache/chart-snapshot-context.ts'
import type { Mark } from './timeline-marks.ts'

/** Moving the slider passes hundreds of events; the chart is loaded only where it rests. */
const SLIDER_DEBOUNCE_MS = 120

export interface History {
  readonly isOpen: boolean
  readonly open: () => void
  readonly close: () => void
  readonly marks: readonly Mark[]
  readonly status: 'loading' | 'ready' | 'failed'
  readonly retry: () => void
  /** Position of the slider. */
  readonly index: number
  readonly goTo: (index: number) => void
  /** The historical chart; the previous one while the next is loading. */
  readonly snapshot: ChartSnapshot | null
}

const noMarks: readonly Mark[] = []

/**
 * State of the chart history. The time is not part of the address: reopening a page or sharing an address must
 * never show a historical chart.
 */
export function useHistory(patientId: PatientId): History {
  const trpc = useTRPC()
  const [isOpen, setOpen] = useState(false)
  const [selected, setSelected] = useState<number | null>(null)
  const timeline = useQuery({
    ...trpc.log.timeline.queryOptions({ patientId }),
    enabled: isOpen,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
  })
  const marks = timeline.data?.marks ?? noMarks
  const index = Math.min(selected ?? marks.length - 1, marks.length - 1)
  const seq = useDebounced(marks[index]?.seq ?? null, SLIDER_DEBOUNCE_MS)
  const chart = useQuery({
    ...trpc.log.asOf.queryOptions({ patientId, at: { seq: seq ?? 0 } }),
    enabled: isOpen && seq !== null,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 60_000,
    placeholderData: keepPreviousData,
  })
  const failed = timeline.isError || chart.isError

  return {
    isOpen,
    open: () => setOpen(true),
    close: () => {
      setOpen(false)
      setSelected(null)
    },
    marks,
    status: failed ? 'failed' : timeline.data && (marks.length === 0 || chart.data) ? 'ready' : 'loading',
    retry: () => void (timeline.isError ? timeline.refetch() : chart.refetch()),
    index,
    goTo: (to) => setSelected(Math.max(0, Math.min(marks.length - 1, to))),
    snapshot: chart.data ?? null,
  }
}
