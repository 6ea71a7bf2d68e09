const SHORTEST_MS = 300
const LONGEST_MS = 20_000

/**
 * Returns the pause before the next attempt with full jitter (RT16): between 0.3 s and a ceiling that doubles with
 * each failed attempt up to 20 s, so that a thousand clients returning from one outage spread out.
 * @param failures failed attempts in a row, from 0 @param chance 0 ≤ x < 1
 */
export function reconnectDelayMs(failures: number, chance: number): number {
  const ceiling = Math.min(LONGEST_MS, SHORTEST_MS * 2 ** Math.min(failures + 1, 10))
  return Math.round(SHORTEST_MS + chance * (ceiling - SHORTEST_MS))
}
