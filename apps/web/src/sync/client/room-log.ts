import type { Delivery, Epoch, Position } from '@wardline/events'

/** Long enough to outlive a slow snapshot and a burst; a longer absence asks the server again anyway. */
const KEEP = 500

export type Outcome = 'appended' | 'duplicate' | 'gap'

/**
 * What this browser knows of one room: everything after `#base` up to `last`, without a hole. Deliveries that
 * came before their predecessors are held aside until those come.
 */
export class RoomLog {
  readonly epoch: Epoch
  readonly #keep: number
  /** Nothing after this number is missing, up to `#last`. */
  #base: number
  #last: number
  #tail: readonly Delivery[] = []
  #ahead: readonly Delivery[] = []

  constructor(start: Position, keep = KEEP) {
    this.epoch = start.epoch
    this.#base = start.seq
    this.#last = start.seq
    this.#keep = keep
  }

  /** Everything of this room up to this number is known. */
  get last(): number {
    return this.#last
  }

  get hasHole(): boolean {
    return this.#ahead.length > 0
  }

  /** RT6: at or below `last` is dropped, the next one is appended, one beyond a hole is held. */
  append(delivery: Delivery): Outcome {
    if (delivery.seq <= this.#last) return 'duplicate'
    if (delivery.prev > this.#last) {
      if (!this.#ahead.some(({ seq }) => seq === delivery.seq)) this.#ahead = [...this.#ahead, delivery].sort(bySeq).slice(0, this.#keep)
      return 'gap'
    }
    this.#take([delivery])
    return 'appended'
  }

  /**
   * The server's answer to "what came after `from`?": complete up to `head`. Fills a hole, catches up after an
   * absence, or reaches back to a snapshot that is older than this log's beginning. False when the answer ends before
   * this log begins, so that what lies between is not known: the snapshot it began with was ahead of the server's stream.
   */
  fill(from: number, missed: readonly Delivery[], head: number): boolean {
    if (from > this.#last) return true
    if (head < this.#base) return false
    const known = new Set(this.#tail.map(({ seq }) => seq))
    const earlier = missed.filter(({ seq }) => seq > from && seq <= this.#last && !known.has(seq))
    if (from < this.#base) {
      this.#tail = [...this.#tail, ...earlier].sort(bySeq)
      this.#base = from
    }
    const complete = Math.max(head, ...missed.map(({ seq }) => seq))
    this.#take(missed.filter(({ seq }) => seq > this.#last).sort(bySeq))
    this.#last = Math.max(this.#last, complete)
    this.#takeAhead()
    return true
  }

  /** Everything after `seq`, or null when part of that stretch is not held. */
  since(seq: number): readonly Delivery[] | null {
    if (seq < this.#base) return null
    return this.#tail.filter((delivery) => delivery.seq > seq)
  }

  #take(deliveries: readonly Delivery[]): void {
    this.#tail = [...this.#tail, ...deliveries]
    this.#last = deliveries.at(-1)?.seq ?? this.#last
    this.#takeAhead()
    this.#trim()
  }

  #takeAhead(): void {
    const next = this.#ahead.find(({ seq, prev }) => seq > this.#last && prev <= this.#last)
    this.#ahead = this.#ahead.filter(({ seq }) => seq > this.#last && seq !== next?.seq)
    if (next) this.#take([next])
  }

  #trim(): void {
    const dropped = this.#tail.length - this.#keep
    if (dropped <= 0) return
    this.#base = this.#tail[dropped - 1]?.seq ?? this.#base
    this.#tail = this.#tail.slice(dropped)
  }
}

const bySeq = (a: Delivery, b: Delivery) => a.seq - b.seq
