import type { Flag } from '@wardline/events'

/** A coded answer to a qualitative test. */
export interface AnswerOption {
  /** SNOMED CT qualifier or finding. */
  readonly code: string
  readonly display: string
  readonly flag: Extract<Flag, 'N' | 'A' | 'AA'>
  /** Incomplete without text, e.g. the organism. */
  readonly needsWords: boolean
}

/** A qualitative test: coded answers where there is a fixed set, otherwise free text. */
export interface CodedTest {
  readonly code: string
  readonly display: string
  readonly answers: readonly AnswerOption[]
}

const noGrowth: AnswerOption = { code: '264868006', display: 'No growth', flag: 'N', needsWords: false }
const growth = (flag: 'A' | 'AA'): AnswerOption => ({ code: '10828004', display: 'Growth', flag, needsWords: true })

/**
 * A positive blood culture and malaria parasites raise an alert like any critical value (RCPA/AACB consensus on high-risk
 * results). Staged reports and antibiograms are part of the microbiology worklist (LAB-14).
 */
const answersTo: Readonly<Record<string, readonly AnswerOption[]>> = {
  '600-7': [noGrowth, growth('AA')],
  '630-4': [noGrowth, growth('A')],
  '625-4': [noGrowth, growth('A')],
  '32700-7': [
    { code: '260415000', display: 'Not detected', flag: 'N', needsWords: false },
    { code: '260373001', display: 'Detected', flag: 'AA', needsWords: true },
  ],
}

/** Returns the test of an order without measured analytes: one result under the order's own code. */
export const codedTest = (code: string, display: string): CodedTest => ({ code, display, answers: answersTo[code] ?? [] })
