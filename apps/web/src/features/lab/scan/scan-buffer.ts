/** Longest gap between two characters of a scan, in ms; a person does not type an accession number this fast (LAB-2). */
export const SCAN_GAP_MS = 35
const MIN_SCAN_LENGTH = 6

/** Distinguishes a barcode scan from typing by its speed: characters in quick succession, ended by Enter. */
export class ScanBuffer {
  #text = ''
  #lastAt = Number.NEGATIVE_INFINITY

  /**
   * @param at ms on any monotonic clock
   * @returns the scanned text when this key ends a scan, otherwise null
   */
  key(key: string, at: number): string | null {
    const quick = at - this.#lastAt <= SCAN_GAP_MS
    this.#lastAt = at
    if (key === 'Enter') {
      const scanned = quick && this.#text.length >= MIN_SCAN_LENGTH ? this.#text : null
      this.#text = ''
      return scanned
    }
    if (key.length === 1) this.#text = quick ? this.#text + key : key
    return null
  }

  /** Whether the next character would start a new sequence. */
  isBeginning(at: number): boolean {
    return at - this.#lastAt > SCAN_GAP_MS
  }
}
