/** A seeded random source: the same seed gives the same sequence on every machine (mulberry32). */
export interface Random {
  /** 0 ≤ x < 1. */
  readonly next: () => number
  /** 0 ≤ n < below. */
  readonly below: (below: number) => number
  readonly oneOf: <T>(choices: readonly T[]) => T
  readonly happens: (probability: number) => boolean
}

export function randomFrom(seed: number): Random {
  let state = seed >>> 0
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
  const below = (limit: number) => Math.floor(next() * limit)
  return {
    next,
    below,
    oneOf: (choices) => choices[below(choices.length)] as (typeof choices)[number],
    happens: (probability) => next() < probability,
  }
}
