import type { Flag } from '@wardline/events'
import type { WordedLine } from './use-entry-sheet.ts'

/** A result in words as it stands in the form; it leaves the bench only when it says something by itself. */
export type WordedEntry =
  | { readonly state: 'empty' }
  /** Growth, but of what? */
  | { readonly state: 'incomplete' }
  | {
      readonly state: 'valid'
      readonly answer: string | null
      readonly words: string | null
      /** As the clinician will read it. */
      readonly text: string
      readonly flag: Flag | null
      readonly critical: boolean
    }

/** @param chosen code of an offered answer, empty when none is chosen */
export function judgeWords(line: Pick<WordedLine, 'answers'>, chosen: string, typed: string): WordedEntry {
  const answer = line.answers.find(({ code }) => code === chosen) ?? null
  const words = typed.trim() || null
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
