import { useFormats, useServerNow } from '@wardline/ui'
import { useMemo } from 'react'

const STEP_MS = 60_000

/** Returns a predicate for times on the facility's current date. Its identity changes only with the date, so that memoised lists stay valid. */
export function useIsToday(): (at: string) => boolean {
  const formats = useFormats()
  const today = formats.date(new Date(useServerNow(STEP_MS)).toISOString())
  return useMemo(() => (at: string) => formats.date(at) === today, [formats, today])
}
