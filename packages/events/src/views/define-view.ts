import type { FhirResource } from 'fhir/r4'
import type { ClinicalEvent, EventType } from '../catalog/index.ts'
import type { Epoch, Room } from '../ids.ts'
import type { Audience } from '../people.ts'
import type { RoomKind } from '../rooms.ts'
import type { Delivery } from '../wire.ts'

/** What every row of every view has. */
export interface ViewRow {
  readonly id: string
  /** `meta.versionId` of the resource the row stands for; never goes back (RT2). */
  readonly versionId: string
  /** The command that last changed the row: a pending row leaves when its command arrives (RT9). */
  readonly commandId: string | null
}

/** What one event does to the rows it concerns: pure, total, no clock, no random (RT12). */
export interface Step<Row extends ViewRow, T extends EventType> {
  /** Ids of the rows this event may change; the hosts read only those. */
  readonly rows: (event: ClinicalEvent<T>) => readonly string[]
  /** The row afterwards; null when there is none (or none any more). */
  readonly fold: (row: Row | null, event: ClinicalEvent<T>, at: { readonly id: string; readonly room: Room }) => Row | null
}

export type Steps<Row extends ViewRow> = { readonly [T in EventType]?: Step<Row, T> }

export interface View<Row extends ViewRow = ViewRow, On extends Steps<Row> = Steps<Row>> {
  readonly name: string
  /** The kind of room whose log the view is folded from. */
  readonly room: RoomKind
  /** Who may read the rows; each of them is sent every event the view folds. */
  readonly audiences: readonly Audience[]
  readonly on: On
  /** Compared as plain text; the same key is the SQL index and the screen's order. */
  readonly sortKey: (row: Row) => string
  readonly direction: 'asc' | 'desc'
  /** Folded words to search by; only for views that are searched. */
  readonly searchText?: (row: Row) => string
}

/** Declares a view. Curried so that the row is named and the steps inferred. */
export const defineView =
  <Row extends ViewRow>() =>
  <const On extends Steps<Row>>(view: View<Row, On>): View<Row, On> =>
    view

/** A step for one kind of resource that arrived from elsewhere; anything else is none of this view's business. */
export function arrivals<Row extends ViewRow, K extends FhirResource['resourceType']>(
  kind: K,
  toRow: (resource: Extract<FhirResource, { resourceType: K }>, event: ClinicalEvent, before: Row | null) => Row | null,
) {
  const step = {
    rows: (event: ClinicalEvent<'fhir.resource.created' | 'fhir.resource.updated'>) =>
      event.resource.resourceType === kind && event.resource.id ? [event.resource.id] : [],
    fold: (row: Row | null, event: ClinicalEvent<'fhir.resource.created' | 'fhir.resource.updated'>) =>
      toRow(event.resource as Extract<FhirResource, { resourceType: K }>, event as ClinicalEvent, row),
  }
  return { 'fhir.resource.created': step, 'fhir.resource.updated': step } as const
}

/** A step that makes the row from the event's own resource. */
export const becomes = <Row extends ViewRow, R extends { id?: string | undefined }>(
  toRow: (resource: R, event: ClinicalEvent, before: Row | null) => Row | null,
) => ({
  rows: (event: { readonly resource: R }) => (event.resource.id ? [event.resource.id] : []),
  fold: (row: Row | null, event: { readonly resource: R }) => toRow(event.resource, event as unknown as ClinicalEvent, row),
})

/** A step that changes one existing row and makes none. */
export const touches = <Row extends ViewRow, E>(rowId: (event: E) => string | null, change: (row: Row, event: E) => Row | null) => ({
  rows: (event: E) => [rowId(event)].filter((id): id is string => id !== null),
  fold: (row: Row | null, event: E) => row && change(row, event),
})

const older = (after: ViewRow, before: ViewRow) => Number(after.versionId) < Number(before.versionId)

/** The rows an event changes, as `[id, row | null]`; rows that stay as they are are left out. */
export function changesOf<Row extends ViewRow>(
  view: View<Row>,
  event: ClinicalEvent,
  room: Room,
  read: (id: string) => Row | null,
): readonly (readonly [string, Row | null])[] {
  const step = view.on[event.type] as Step<Row, EventType> | undefined
  if (!step) return []
  return step.rows(event).flatMap((id) => {
    const before = read(id)
    const after = step.fold(before, event, { id, room })
    return after === before || (before && after && older(after, before)) ? [] : [[id, after] as const]
  })
}

/** Ids whose rows a host must have at hand before it folds the event. */
export function rowsTouched(view: View, event: ClinicalEvent): readonly string[] {
  return (view.on[event.type] as Step<ViewRow, EventType> | undefined)?.rows(event) ?? []
}

/** The view's order: by key, then by id so that equal keys never swap. */
export function comparing<Row extends ViewRow>(view: View<Row>): (a: Row, b: Row) => number {
  const sign = view.direction === 'asc' ? 1 : -1
  return (a, b) => {
    const [x, y] = [view.sortKey(a), view.sortKey(b)]
    if (x !== y) return x < y ? -sign : sign
    return a.id < b.id ? -sign : a.id > b.id ? sign : 0
  }
}

/** A list as a screen holds it: the snapshot it came from, carried on by deliveries. */
export interface Held<Row> {
  readonly rows: readonly Row[]
  readonly asOf: { readonly epoch: Epoch; readonly seq: number }
  readonly positions: Readonly<Record<Room, number>>
  readonly nextCursor: string | null
  /** A row from beyond what is loaded moved into it, and only the server knows it whole: fetch again. */
  readonly overtaken?: true
}

/**
 * Folds deliveries of one room into a held list. Those at or below the list's position are dropped
 * (RT2, RT6); the caller makes sure that none is missing in between. The same rows come back as the same
 * objects, so that a table draws only what changed.
 * @param keep narrows a filtered list (one analyte, one unit); absent keeps every row.
 */
export function carryOn<Row extends ViewRow, List extends Held<Row>>(
  view: View<Row>,
  list: List,
  deliveries: readonly Delivery[],
  keep: (row: Row) => boolean = () => true,
): List {
  let rows: readonly Row[] = list.rows
  let { positions, asOf, overtaken } = list
  const more = list.nextCursor !== null
  const order = comparing(view)

  for (const delivery of deliveries) {
    const known = positions[delivery.room]
    if (known === undefined || delivery.seq <= known) continue
    positions = { ...positions, [delivery.room]: delivery.seq }
    if (asOf.seq === known) asOf = { epoch: delivery.epoch, seq: delivery.seq }
    if (!delivery.event) continue
    const changes = changesOf(view, delivery.event, delivery.room, (id) => rows.find((row) => row.id === id) ?? null)
    for (const [id, changed] of changes) {
      const after = changed && keep(changed) ? changed : null
      const held = rows.some((row) => row.id === id)
      const next = place(rows, id, after, order, more)
      // An older row that this list had not loaded was folded from nothing; its first version is simply new.
      if (more && !held && after && Number(after.versionId) > 1 && next !== rows) overtaken = true
      rows = next
    }
  }
  return positions === list.positions ? list : { ...list, rows, positions, asOf, ...(overtaken ? { overtaken } : {}) }
}

/** Puts a row where the order wants it. Below the last loaded row of a longer list it is left to the next page. */
function place<Row extends ViewRow>(
  rows: readonly Row[],
  id: string,
  row: Row | null,
  order: (a: Row, b: Row) => number,
  more: boolean,
): readonly Row[] {
  const at = rows.findIndex((candidate) => candidate.id === id)
  if (row && at >= 0) {
    const after = at === 0 || order(rows[at - 1] as Row, row) < 0
    // What follows the last loaded row is unknown: there it may only stay or rise.
    const before = at < rows.length - 1 ? order(row, rows[at + 1] as Row) < 0 : !more || order(row, rows[at] as Row) <= 0
    if (after && before) return rows.with(at, row)
  }
  const without = at >= 0 ? rows.toSpliced(at, 1) : rows
  if (!row) return without
  const next = without.findIndex((candidate) => order(row, candidate) < 0)
  if (next >= 0) return without.toSpliced(next, 0, row)
  return more ? without : [...without, row]
}
