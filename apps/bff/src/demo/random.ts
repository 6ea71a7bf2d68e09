import { type Chance as Plain, chanceFrom as plainChance } from '@wardline/events/testing'

/** A seeded source of chance for telling a ward's past: the same seed makes the same hospital on every machine. */
export interface Chance extends Plain {
  /** From −1 to 1, mostly near 0. */
  readonly waver: () => number
  /** A UUID of this chance; ids of the demo never depend on the clock. */
  readonly id: () => string
}

/** A number from a text, so that every patient has their own sequence whatever happens to the others (FNV-1a). */
export const seedOf = (text: string): number => {
  let hash = 0x811c9dc5
  for (const character of text) hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193)
  return hash >>> 0
}

export function chanceFrom(seed: number): Chance {
  const plain = plainChance(seed)
  const hex = (digits: number) => Array.from({ length: digits }, () => plain.below(16).toString(16)).join('')
  return {
    ...plain,
    waver: () => (plain.next() + plain.next() + plain.next()) / 1.5 - 1,
    id: () => `${hex(8)}-${hex(4)}-4${hex(3)}-a${hex(3)}-${hex(12)}`,
  }
}
