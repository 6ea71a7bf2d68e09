import type { ReactNode } from 'react'

const NBSP = '\u00a0'

/** Replaces spaces by non-breaking ones (FMT-7). */
export const unbroken = (text: string): string => text.replace(/ /g, NBSP)

export interface ClinProps {
  /** A value, range, dose, date, identifier, phone number or code. */
  children: ReactNode
  /** Lets a long text, such as an instruction, wrap between words; short ones never wrap. */
  wrap?: boolean
  className?: string
}

/**
 * Isolates one clinical value from the direction of the surrounding text. Without it, Arabic text would show `<5` as
 * `5>` and reorder an MRN (AR-2, vectors 10.1). Used for everything with digits.
 */
export function Clin({ children, wrap = false, className }: ClinProps) {
  const text = typeof children === 'string' && !wrap ? unbroken(children) : children
  return (
    <bdi dir="ltr" className={className} style={wrap ? undefined : { whiteSpace: 'nowrap' }}>
      {text}
    </bdi>
  )
}
