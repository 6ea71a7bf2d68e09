import { useFormats, useServerNow } from '@wardline/ui'
import { useMemo } from 'react'

const STEP_MS = 60_000

/** Whether a moment falls on today's date of the facility; the same function until that date ends, so that lists made by it stay. */
export function useIsToday(): (at: string) => boolean {
  const formats = useFormats()
  const today = formats.date(new Date(useServerNow(STEP_MS)).toISOString())
  return useMemo(() => (at: string) => formats.date(at) === today, [formats, today])
}
