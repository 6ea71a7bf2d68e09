import type { Flag } from '@wardline/events'
import type { CodedLine } from './use-entry-sheet.ts'

/** State of a coded or free-text result in the form; only a `valid` one can be released. */
export type CodedEntry =
  | { readonly state: 'empty' }
  /** The coded result requires text, e.g. growth without an organism. */
  | { readonly state: 'incomplete' }
  | {
      readonly state: 'valid'
      readonly answer: string | null
      readonly words: string | null
      /** Text shown to the clinician. */
      readonly text: string
      readonly flag: Flag | null
      readonly critical: boolean
    }

/** @param selectedCode code of the selected result, empty when none is selected */
export function interpretCodedEntry(line: Pick<CodedLine, 'answers'>, selectedCode: string, input: string): CodedEntry {
  const answer = line.answers.find(({ code }) => code === selectedCode) ?? null
  const words = input.trim() || null
  if (!answer && !words) return { state: 'empty' }
  if (answer?.needsWords && !words) return { state: 'incomplete' }
  return {
    state: 'valid',
    answer: answer?.code ?? null,
    words,
    text: [answer?.display, words].filter(Boolean).join(': '),
    flag: answer?.flag ?? null,
    critical: answer?.flag === 'AA',
  }
}
