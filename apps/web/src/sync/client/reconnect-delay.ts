const LEAST_MS = 300
const MOST_MS = 20_000

/**
 * Full jitter (RT16): anything between 0.3 s and a ceiling that doubles with each failed attempt, up to 20 s, so
 * that a thousand screens coming back from one outage spread out instead of knocking together.
 * @param attempt failed attempts in a row, from 0 @param chance 0 ≤ x < 1
 */
export function reconnectDelayMs(attempt: number, chance: number): number {
  const ceiling = Math.min(MOST_MS, LEAST_MS * 2 ** Math.min(attempt + 1, 10))
  return Math.round(LEAST_MS + chance * (ceiling - LEAST_MS))
}
