import type { ReactNode } from 'react'

const NBSP = '\u00a0'

/** Joins what must not be torn apart at the end of a line (FMT-7). */
export const unbroken = (text: string): string => text.replace(/ /g, NBSP)

export interface ClinProps {
  /** A value, range, dose, date, identifier, phone number or code. */
  children: ReactNode
  /** Long tokens (an instruction with several words) may wrap between words; short ones never do. */
  wrap?: boolean
  className?: string
}

/**
 * Isolates one clinical token from the direction of the text around it. Without it an Arabic line shows
 * `<5` as `5>` and an MRN back to front (AR-2, vectors 10.1). Everything with digits goes through here.
 */
export function Clin({ children, wrap = false, className }: ClinProps) {
  const held = typeof children === 'string' && !wrap ? unbroken(children) : children
  return (
    <bdi dir="ltr" className={className} style={wrap ? undefined : { whiteSpace: 'nowrap' }}>
      {held}
    </bdi>
  )
}
