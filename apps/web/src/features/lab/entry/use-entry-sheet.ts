import { useQuery } from '@tanstack/react-query'
import type { inferOutput } from '@trpc/tanstack-react-query'
import type { LabWorklistRow } from '@wardline/events'
import { useEffect } from 'react'
import { problemOf } from '../../../api/refusals.ts'
import { type Trpc, useTRPC } from '../../../api/trpc.ts'
import { serverClock } from '../../../time/server-clock.ts'
import { type CodedEntry, interpretCodedEntry } from './coded-entry.ts'
import { type Entries, entryKeys, useEntries } from './entry-store.ts'
import { type InterpretedEntry, interpretEntry } from './interpret-entry.ts'

export type EntrySheet = inferOutput<Trpc['lab']['sheet']>
export type MeasuredLine = EntrySheet['lines'][number]
export type CodedLine = EntrySheet['codedTests'][number]

export interface MeasuredSheetEntry {
  readonly line: MeasuredLine
  readonly input: string
  readonly interpretation: InterpretedEntry
  /** Specimen comment, stored with the result (RES-17). */
  readonly note: string | null
}

export interface CodedSheetEntry {
  readonly line: CodedLine
  readonly selectedCode: string
  readonly input: string
  readonly interpretation: CodedEntry
}

/** Entry sheet of an order with its unreleased input; refetched when the order changes, because ranges depend on the collection time. */
export function useEntrySheet(row: LabWorklistRow) {
  const trpc = useTRPC()
  const query = useQuery(trpc.lab.sheet.queryOptions({ orderId: row.id }))
  const { entries, enter, clear } = useEntries(row.id)
  const { refetch } = query
  const changedAt = row.changedAt
  useEffect(() => {
    if (changedAt) void refetch({ cancelRefetch: false })
  }, [changedAt, refetch])
  const { lines = [], codedTests: coded = [], collectedAt = null } = query.data ?? {}
  const collectionTime = collectedAt ?? new Date(serverClock.now()).toISOString()
  return {
    sheet: query.data ?? null,
    status: query.data ? ('ready' as const) : query.error ? ('failed' as const) : ('loading' as const),
    problem: query.error ? problemOf(query.error) : null,
    retry: () => void refetch(),
    entries: lines.map((line) => toMeasuredEntry(line, entries, collectionTime)),
    codedEntries: coded.map((line) => toCodedEntry(line, entries)),
    enter,
    clear,
  }
}

const toMeasuredEntry = (line: MeasuredLine, entries: Entries, collectionTime: string): MeasuredSheetEntry => {
  const input = entries[line.code] ?? ''
  return { line, input, interpretation: interpretEntry(input, line, collectionTime), note: entries[entryKeys.note(line.code)] || null }
}

const toCodedEntry = (line: CodedLine, entries: Entries): CodedSheetEntry => {
  const selectedCode = entries[entryKeys.answer(line.code)] ?? ''
  const input = entries[line.code] ?? ''
  return { line, selectedCode, input, interpretation: interpretCodedEntry(line, selectedCode, input) }
}
