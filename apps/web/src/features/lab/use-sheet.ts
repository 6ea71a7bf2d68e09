import { useQuery } from '@tanstack/react-query'
import type { inferOutput } from '@trpc/tanstack-react-query'
import type { LabWorklistRow } from '@wardline/events'
import { useEffect } from 'react'
import { problemOf } from '../../lib/refusals.ts'
import { type Trpc, useTRPC } from '../../lib/trpc.ts'
import { type Entries, useEntries } from './entries.ts'
import { type JudgedEntry, judgeEntry } from './judge-entry.ts'

export type BenchSheet = inferOutput<Trpc['lab']['sheet']>
export type SheetLine = BenchSheet['lines'][number]

export interface SheetEntry {
  readonly line: SheetLine
  readonly typed: string
  readonly judged: JudgedEntry
}

/** The order's sheet with what was typed on it; read again when the order changed (its specimen moves the ranges' date). */
export function useSheet(row: LabWorklistRow) {
  const trpc = useTRPC()
  const query = useQuery(trpc.lab.sheet.queryOptions({ orderId: row.id }))
  const { entries, enter, clear } = useEntries(row.id)
  const { refetch } = query
  const knownAt = row.changedAt
  useEffect(() => {
    if (knownAt) void refetch({ cancelRefetch: false })
  }, [knownAt, refetch])
  const lines = query.data?.lines ?? []
  return {
    sheet: query.data ?? null,
    status: query.data ? ('ready' as const) : query.error ? ('failed' as const) : ('loading' as const),
    problem: query.error ? problemOf(query.error) : null,
    retry: () => void refetch(),
    entries: lines.map((line) => judged(line, entries)),
    enter,
    clear,
  }
}

const judged = (line: SheetLine, entries: Entries): SheetEntry => {
  const typed = entries[line.code] ?? ''
  return { line, typed, judged: judgeEntry(typed, line) }
}
