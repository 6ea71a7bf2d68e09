/** One event of the patient's log. */
export interface Mark {
  readonly seq: number
  /** Time of recording. */
  readonly at: string
  readonly type: string
}

/** Index of the newest event recorded by a time; 0 if the time is before the first event. */
export function indexAt(marks: readonly Mark[], at: string): number {
  const later = marks.findIndex((mark) => mark.at > at)
  return later === -1 ? marks.length - 1 : Math.max(0, later - 1)
}

/** Positions of the first event of each day, as shares of the track. */
export function dayPositions(marks: readonly Mark[], dayOf: (at: string) => string): readonly { share: number; at: string }[] {
  const last = Math.max(1, marks.length - 1)
  return marks.flatMap(({ at }, index) => {
    const before = marks[index - 1]
    return before && dayOf(before.at) === dayOf(at) ? [] : [{ share: index / last, at }]
  })
}

/** Labels that do not overlap the previous one. @param gap smallest distance, as a share of the track */
export function withoutOverlaps<Label extends { readonly share: number }>(labels: readonly Label[], gap: number): readonly Label[] {
  const result: Label[] = []
  for (const label of labels) {
    const before = result.at(-1)
    if (!before || label.share - before.share >= gap) result.push(label)
  }
  return result
}
