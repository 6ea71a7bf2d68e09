import type { Flag } from '@wardline/events'

/** One answer the bench may give to a test that is not measured. */
export interface OfferedAnswer {
  /** SNOMED CT qualifier or finding. */
  readonly code: string
  readonly display: string
  readonly flag: Extract<Flag, 'N' | 'A' | 'AA'>
  /** Says nothing by itself: the organism belongs to it. */
  readonly needsWords: boolean
}

/** A test answered in words: coded where there is a fixed set of answers, else as text. */
export interface WordedTest {
  readonly code: string
  readonly display: string
  readonly answers: readonly OfferedAnswer[]
}

const noGrowth: OfferedAnswer = { code: '264868006', display: 'No growth', flag: 'N', needsWords: false }
const growth = (flag: 'A' | 'AA'): OfferedAnswer => ({ code: '10828004', display: 'Growth', flag, needsWords: true })

/**
 * Growth in blood and malaria parasites call the clinician like any critical value (RCPA/AACB consensus on high-risk
 * results). Staged reports and antibiograms come with the microbiology bench (LAB-14).
 */
const answersTo: Readonly<Record<string, readonly OfferedAnswer[]>> = {
  '600-7': [noGrowth, growth('AA')],
  '630-4': [noGrowth, growth('A')],
  '625-4': [noGrowth, growth('A')],
  '32700-7': [
    { code: '260415000', display: 'Not detected', flag: 'N', needsWords: false },
    { code: '260373001', display: 'Detected', flag: 'AA', needsWords: true },
  ],
}

/** What an order without measured analytes asks for: one result under its own code, never a dead end. */
export const wordedTest = (code: string, display: string): WordedTest => ({ code, display, answers: answersTo[code] ?? [] })
