import { useQuery } from '@tanstack/react-query'
import { useTRPC } from '../../api/trpc.ts'

/** Polling interval while an import is running, ms: imports are no clinical events and are not pushed. */
const POLL_INTERVAL_MS = 1_000
const IDLE_POLL_INTERVAL_MS = 10_000

const isFinished = ({ finishedAt }: { readonly finishedAt: string | null }) => finishedAt !== null

export function useImports() {
  const trpc = useTRPC()
  return useQuery({
    ...trpc.imports.list.queryOptions(),
    staleTime: 0,
    refetchInterval: ({ state }) => (state.data?.rows.every(isFinished) ? IDLE_POLL_INTERVAL_MS : POLL_INTERVAL_MS),
  })
}

export function useImportReport(importId: string, enabled: boolean) {
  const trpc = useTRPC()
  return useQuery({ ...trpc.imports.report.queryOptions({ importId }), enabled, staleTime: 0 })
}
