import { useQuery } from '@tanstack/react-query'
import type { inferOutput } from '@trpc/tanstack-react-query'
import type { LabWorklistRow } from '@wardline/events'
import { useEffect } from 'react'
import { problemOf } from '../../../api/refusals.ts'
import { type Trpc, useTRPC } from '../../../api/trpc.ts'
import { serverClock } from '../../../time/server-clock.ts'
import { judgeWords, type WordedEntry } from './coded-entry.ts'
import { type Entries, entryKeys, useEntries } from './entries.ts'
import { type JudgedEntry, judgeEntry } from './interpret-entry.ts'

export type BenchSheet = inferOutput<Trpc['lab']['sheet']>
export type SheetLine = BenchSheet['lines'][number]
export type WordedLine = BenchSheet['worded'][number]

export interface SheetEntry {
  readonly line: SheetLine
  readonly typed: string
  readonly judged: JudgedEntry
  /** Specimen comment, stored with the result (RES-17). */
  readonly note: string | null
}

export interface SheetWords {
  readonly line: WordedLine
  readonly chosen: string
  readonly typed: string
  readonly judged: WordedEntry
}

/** Entry sheet of an order with its unreleased input; refetched when the order changes, because ranges depend on the collection time. */
export function useSheet(row: LabWorklistRow) {
  const trpc = useTRPC()
  const query = useQuery(trpc.lab.sheet.queryOptions({ orderId: row.id }))
  const { entries, enter, clear } = useEntries(row.id)
  const { refetch } = query
  const knownAt = row.changedAt
  useEffect(() => {
    if (knownAt) void refetch({ cancelRefetch: false })
  }, [knownAt, refetch])
  const { lines = [], worded = [], collectedAt = null } = query.data ?? {}
  const at = collectedAt ?? new Date(serverClock.now()).toISOString()
  return {
    sheet: query.data ?? null,
    status: query.data ? ('ready' as const) : query.error ? ('failed' as const) : ('loading' as const),
    problem: query.error ? problemOf(query.error) : null,
    retry: () => void refetch(),
    entries: lines.map((line) => measured(line, entries, at)),
    words: worded.map((line) => inWords(line, entries)),
    enter,
    clear,
  }
}

const measured = (line: SheetLine, entries: Entries, at: string): SheetEntry => {
  const typed = entries[line.code] ?? ''
  return { line, typed, judged: judgeEntry(typed, line, at), note: entries[entryKeys.note(line.code)] || null }
}

const inWords = (line: WordedLine, entries: Entries): SheetWords => {
  const chosen = entries[entryKeys.answer(line.code)] ?? ''
  const typed = entries[line.code] ?? ''
  return { line, chosen, typed, judged: judgeWords(line, chosen, typed) }
}
