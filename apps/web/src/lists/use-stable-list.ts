import { changesBetween, incremental, useDerived } from '@wardline/ui'
import { type FocusEvent, useEffect, useMemo, useRef, useState } from 'react'

/** How long a displayed arrival stays tinted; a shorter time is missed by a user who looked away (RT-8). */
export const FRESH_MS = 60_000

interface Options<Row> {
  /** Identifies the list if one component shows several, e.g. the stage; a different list starts without fresh rows. */
  readonly scope?: string
  /** Key whose change makes a row new, e.g. id and last step; defaults to the id. */
  readonly keyOf?: (row: Row) => string
  /** Whether a row is shown at once, as for STAT and critical ones (RT-7). */
  readonly isUrgent: (row: Row) => boolean
  /** Called once for each group of rows added after the first load, for announcements. */
  readonly onArrival?: ((rows: readonly Row[]) => void) | undefined
}

export interface StableList<Row> {
  readonly shown: readonly Row[]
  /** Arrivals held behind the pill while the list is in use. */
  readonly waiting: readonly Row[]
  readonly show: () => void
  readonly isFresh: (row: Row) => boolean
  /** Props of the element around the list. */
  readonly reader: {
    readonly onPointerEnter: () => void
    readonly onPointerLeave: () => void
    readonly onFocus: () => void
    readonly onBlur: (event: FocusEvent) => void
  }
}

interface Frozen {
  readonly scope: string
  readonly keys: ReadonlySet<string>
}

/**
 * Keeps a live list stable under the pointer: while pointer or focus is inside, arrivals wait behind the "3 new" pill,
 * except STAT and critical ones (RT-7).
 */
export function useStableList<Row extends { readonly id: string }>(
  rows: readonly Row[] | undefined,
  { scope = '', keyOf = byId, isUrgent, onArrival }: Options<Row>,
): StableList<Row> {
  const [inside, setInside] = useState({ pointer: false, focus: false })
  // Keys shown when pointer or focus entered; null while they are outside.
  const [frozen, setFrozen] = useState<Frozen | null>(null)
  const all = rows ?? none
  const now = (): Frozen => ({ scope, keys: new Set(all.map(keyOf)) })

  const isInUse = inside.pointer || inside.focus
  // Starts with the first rows of this list: before that there is nothing to keep stable.
  if (isInUse && rows && frozen?.scope !== scope) setFrozen(now())
  if (!isInUse && frozen) setFrozen(null)
  const move = (change: Partial<typeof inside>) => setInside((before) => ({ ...before, ...change }))

  const keys = frozen?.scope === scope ? frozen.keys : null
  const rule = useMemo(() => (row: Row) => keys !== null && !keys.has(keyOf(row)) && !isUrgent(row), [keys, keyOf, isUrgent])
  const waitingRows = useDerived(waitingRowsOf<Row>, keys ? all : none, rule)
  const waiting = useMemo(() => (waitingRows.size > 0 ? all.filter((row) => waitingRows.has(row)) : none), [all, waitingRows])
  const shown = useMemo(() => (waitingRows.size > 0 ? all.filter((row) => !waitingRows.has(row)) : all), [all, waitingRows])
  const fresh = useFresh(rows, shown, { scope, keyOf, onArrival })

  return {
    shown,
    waiting,
    show: () => setFrozen((before) => before && now()),
    isFresh: (row) => fresh.has(keyOf(row)),
    reader: {
      onPointerEnter: () => move({ pointer: true }),
      onPointerLeave: () => move({ pointer: false }),
      onFocus: () => move({ focus: true }),
      onBlur: (event) => {
        if (!event.currentTarget.contains(event.relatedTarget)) move({ focus: false })
      },
    },
  }
}

const none: readonly never[] = []
const byId = (row: { readonly id: string }) => row.id

/** The waiting rows, updated incrementally. */
const waitingRowsOf = <Row>() =>
  incremental<Row, (row: Row) => boolean, ReadonlySet<Row>>({
    compute: (rows, isWaiting) => new Set(rows.filter(isWaiting)),
    update(waitingRows, { removed: gone, added: come }, isWaiting) {
      const next = new Set(waitingRows)
      for (const row of gone) next.delete(row)
      for (const row of come) if (isWaiting(row)) next.add(row)
      return next
    },
    same: (a, b) => a.size === b.size && [...a].every((row) => b.has(row)),
  })

type Freshness<Row> = Required<Pick<Options<Row>, 'scope' | 'keyOf'>> & Pick<Options<Row>, 'onArrival'>

function useFresh<Row>(
  rows: readonly Row[] | undefined,
  shown: readonly Row[],
  { scope, keyOf, onArrival }: Freshness<Row>,
): ReadonlySet<string> {
  const previous = useRef<{ readonly scope: string; readonly rows: readonly Row[]; readonly keys: Set<string> } | null>(null)
  const fading = useRef(new Map<string, ReturnType<typeof setTimeout>>())
  const [fresh, setFresh] = useState<ReadonlySet<string>>(new Set())

  useEffect(() => {
    if (!rows) return
    const before = previous.current?.scope === scope ? previous.current : null
    const keys = before?.keys ?? new Set()
    const added = (before && changesBetween(before.rows, rows)?.added) ?? rows
    const arrived = added.filter((row) => !keys.has(keyOf(row)))
    for (const row of arrived) keys.add(keyOf(row))
    previous.current = { scope, rows, keys }
    if (!before || arrived.length === 0) return
    setFresh((already) => new Set([...already, ...arrived.map(keyOf)]))
    onArrival?.(arrived)
  })

  useEffect(() => {
    const unseen = new Set([...fresh].filter((key) => !fading.current.has(key)))
    if (unseen.size === 0) return
    for (const key of shown.map(keyOf).filter((each) => unseen.has(each))) {
      const fade = () => {
        fading.current.delete(key)
        setFresh((before) => new Set([...before].filter((other) => other !== key)))
      }
      fading.current.set(key, setTimeout(fade, FRESH_MS))
    }
  }, [shown, fresh, keyOf])

  useEffect(() => {
    const timers = fading.current
    return () => {
      for (const timer of timers.values()) clearTimeout(timer)
      timers.clear()
    }
  }, [])

  return fresh
}
