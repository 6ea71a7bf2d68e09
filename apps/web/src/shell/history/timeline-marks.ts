/** One event of the patient's log. */
export interface Mark {
  readonly seq: number
  /** When the log took it; what a screen showed then was true up to it. */
  readonly at: string
  readonly type: string
}

/** The newest event that had been recorded by a moment; the first one when the moment lies before all of them. */
export function indexAt(marks: readonly Mark[], at: string): number {
  const later = marks.findIndex((mark) => mark.at > at)
  return later === -1 ? marks.length - 1 : Math.max(0, later - 1)
}

/** Where along the slider days begin, in shares of its length, with one event of that day. */
export function daysAlong(marks: readonly Mark[], dayOf: (at: string) => string): readonly { share: number; at: string }[] {
  const last = Math.max(1, marks.length - 1)
  return marks.flatMap(({ at }, index) => {
    const before = marks[index - 1]
    return before && dayOf(before.at) === dayOf(at) ? [] : [{ share: index / last, at }]
  })
}

/** Of labels along a line, those that do not stand on one before them. @param gap least distance, as a share of the line */
export function apart<Label extends { readonly share: number }>(labels: readonly Label[], gap: number): readonly Label[] {
  const kept: Label[] = []
  for (const label of labels) {
    const before = kept.at(-1)
    if (!before || label.share - before.share >= gap) kept.push(label)
  }
  return kept
}
