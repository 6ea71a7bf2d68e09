/** A scanner sends a character every few milliseconds; nobody types an accession number that fast (LAB-2). */
export const SCAN_GAP_MS = 35
const SHORTEST = 6

/** Tells a scan from typing by its speed: characters in quick succession, ended by Enter. */
export class ScanBuffer {
  #text = ''
  #lastAt = Number.NEGATIVE_INFINITY

  /**
   * @param at ms on any steady clock
   * @returns the scanned text when this key ended a scan, else null
   */
  key(key: string, at: number): string | null {
    const quick = at - this.#lastAt <= SCAN_GAP_MS
    this.#lastAt = at
    if (key === 'Enter') {
      const scanned = quick && this.#text.length >= SHORTEST ? this.#text : null
      this.#text = ''
      return scanned
    }
    if (key.length === 1) this.#text = quick ? this.#text + key : key
    return null
  }

  /** Whether the next character would begin anew, not continue. */
  isBeginning(at: number): boolean {
    return at - this.#lastAt > SCAN_GAP_MS
  }
}
