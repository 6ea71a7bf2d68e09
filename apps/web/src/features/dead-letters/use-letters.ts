import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import type { inferOutput } from '@trpc/tanstack-react-query'
import { type Trpc, useTRPC } from '../../api/trpc.ts'
import { useTexts } from '../../i18n/define-texts.ts'
import type { Count } from '../../navigation/define-tab.ts'
import { letterTexts } from './texts.ts'

export type Letter = inferOutput<Trpc['deadLetters']['list']>['rows'][number]
export type OpenedLetter = inferOutput<Trpc['deadLetters']['show']>

/** A dead letter is no clinical event: nobody pushes it, so whoever looks after them asks. */
const ASK_EVERY_MS = 5_000
const ASK_SELDOM_MS = 30_000

export const totalOf = (counts: Readonly<Record<string, number>>) => Object.values(counts).reduce((all, count) => all + count, 0)

export function useLetters(consumer: string | null) {
  const trpc = useTRPC()
  return useInfiniteQuery({
    ...trpc.deadLetters.list.infiniteQueryOptions({ consumer }, { getNextPageParam: ({ nextCursor }) => nextCursor }),
    staleTime: 0,
    refetchInterval: ASK_EVERY_MS,
  })
}

export function useLetterCount(): Count | null {
  const trpc = useTRPC()
  const t = useTexts(letterTexts)
  const { data } = useQuery({ ...trpc.deadLetters.list.queryOptions({}), staleTime: 0, refetchInterval: ASK_SELDOM_MS })
  const value = data ? totalOf(data.counts) : 0
  return value > 0 ? { value, label: t('open', { count: value }), tone: 'warn' } : null
}

/** Opening one stands in the audit trail: it is asked for by hand and never again by itself. */
export function useOpenedLetter(letterId: string, asked: boolean) {
  const trpc = useTRPC()
  return useQuery({ ...trpc.deadLetters.show.queryOptions({ letterId }), enabled: asked, staleTime: Number.POSITIVE_INFINITY, gcTime: 0 })
}
