import { type Random as Plain, randomFrom as plainChance } from '@wardline/events/testing'

/** A seeded random source for the demo data: the same seed gives the same hospital on every machine. */
export interface DemoRandom extends Plain {
  /** Returns a number from −1 to 1, mostly near 0. */
  readonly noise: () => number
  /** Returns a UUID from this source; demo ids never depend on the clock. */
  readonly id: () => string
}

/** Hashes a text to a seed (FNV-1a), so that each patient has a sequence independent of the others. */
export const seedOf = (text: string): number => {
  let hash = 0x811c9dc5
  for (const character of text) hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193)
  return hash >>> 0
}

export function randomFrom(seed: number): DemoRandom {
  const base = plainChance(seed)
  const hex = (digits: number) => Array.from({ length: digits }, () => base.below(16).toString(16)).join('')
  return {
    ...base,
    noise: () => (base.next() + base.next() + base.next()) / 1.5 - 1,
    id: () => `${hex(8)}-${hex(4)}-4${hex(3)}-a${hex(3)}-${hex(12)}`,
  }
}
