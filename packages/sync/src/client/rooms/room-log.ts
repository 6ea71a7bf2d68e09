import type { Delivery, Epoch, Position } from '@wardline/events'

/** Enough to outlast a slow snapshot and a burst; after a longer absence the server is queried again. */
const CAPACITY = 500

export type Outcome = 'appended' | 'duplicate' | 'gap'

/**
 * The client's copy of one room's log: every delivery after `#base` up to `last`, without a hole. Deliveries that
 * arrive before their predecessors are set aside until those arrive.
 */
export class RoomLog {
  readonly epoch: Epoch
  readonly #capacity: number
  /** No delivery between this seq and `#last` is missing. */
  #base: number
  #last: number
  #tail: readonly Delivery[] = []
  #ahead: readonly Delivery[] = []

  constructor(start: Position, capacity = CAPACITY) {
    this.epoch = start.epoch
    this.#base = start.seq
    this.#last = start.seq
    this.#capacity = capacity
  }

  /** Every delivery up to this seq is known. */
  get last(): number {
    return this.#last
  }

  get hasHole(): boolean {
    return this.#ahead.length > 0
  }

  /** RT6: drops a delivery at or below `last`, appends the next one, sets aside one beyond a hole. */
  append(delivery: Delivery): Outcome {
    if (delivery.seq <= this.#last) return 'duplicate'
    if (delivery.prev > this.#last) {
      if (!this.#ahead.some(({ seq }) => seq === delivery.seq))
        this.#ahead = [...this.#ahead, delivery].sort(bySeq).slice(0, this.#capacity)
      return 'gap'
    }
    this.#append([delivery])
    return 'appended'
  }

  /**
   * Adds the deliveries after `from`, complete up to `head`: fills a hole, catches up after an absence, or reaches back
   * to a snapshot older than this log's base. Returns false when they end before this log begins and the part between
   * is unknown: the snapshot that the log began with was ahead of the server's stream.
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
    this.#append(missed.filter(({ seq }) => seq > this.#last).sort(bySeq))
    this.#last = Math.max(this.#last, complete)
    this.#appendAhead()
    return true
  }

  /** Returns every delivery after `seq`, or null when part of them is not kept. */
  since(seq: number): readonly Delivery[] | null {
    if (seq < this.#base) return null
    return this.#tail.filter((delivery) => delivery.seq > seq)
  }

  #append(deliveries: readonly Delivery[]): void {
    this.#tail = [...this.#tail, ...deliveries]
    this.#last = deliveries.at(-1)?.seq ?? this.#last
    this.#appendAhead()
    this.#trim()
  }

  #appendAhead(): void {
    const next = this.#ahead.find(({ seq, prev }) => seq > this.#last && prev <= this.#last)
    this.#ahead = this.#ahead.filter(({ seq }) => seq > this.#last && seq !== next?.seq)
    if (next) this.#append([next])
  }

  #trim(): void {
    const dropped = this.#tail.length - this.#capacity
    if (dropped <= 0) return
    this.#base = this.#tail[dropped - 1]?.seq ?? this.#base
    this.#tail = this.#tail.slice(dropped)
  }
}

const bySeq = (a: Delivery, b: Delivery) => a.seq - b.seq
