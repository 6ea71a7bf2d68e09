import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import type { inferOutput } from '@trpc/tanstack-react-query'
import { type Trpc, useTRPC } from '../../api/trpc.ts'
import { useTexts } from '../../i18n/define-texts.ts'
import type { Count } from '../../navigation/define-tab.ts'
import { letterTexts } from './texts.ts'

export type Letter = inferOutput<Trpc['deadLetters']['list']>['rows'][number]
export type LetterContentOutput = inferOutput<Trpc['deadLetters']['show']>

/** Dead letters are no clinical events and are not pushed, so the page polls, ms. */
const POLL_INTERVAL_MS = 5_000
const COUNT_POLL_INTERVAL_MS = 30_000

export const totalOf = (counts: Readonly<Record<string, number>>) => Object.values(counts).reduce((all, count) => all + count, 0)

export function useLetters(consumer: string | null) {
  const trpc = useTRPC()
  return useInfiniteQuery({
    ...trpc.deadLetters.list.infiniteQueryOptions({ consumer }, { getNextPageParam: ({ nextCursor }) => nextCursor }),
    staleTime: 0,
    refetchInterval: POLL_INTERVAL_MS,
  })
}

export function useLetterCount(): Count | null {
  const trpc = useTRPC()
  const t = useTexts(letterTexts)
  const { data } = useQuery({ ...trpc.deadLetters.list.queryOptions({}), staleTime: 0, refetchInterval: COUNT_POLL_INTERVAL_MS })
  const value = data ? totalOf(data.counts) : 0
  return value > 0 ? { value, label: t('open', { count: value }), tone: 'warn' } : null
}

/** Each access to the content is audited, so it is loaded on request and never refetched automatically. */
export function useLetterContent(letterId: string, enabled: boolean) {
  const trpc = useTRPC()
  return useQuery({ ...trpc.deadLetters.show.queryOptions({ letterId }), enabled, staleTime: Number.POSITIVE_INFINITY, gcTime: 0 })
}
