import type { FhirResource } from 'fhir/r4'
import type { ClinicalEvent, EventType } from '../../catalog/index.ts'
import type { Stored } from '../../fhir.ts'
import type { Room } from '../../ids.ts'
import type { Audience } from '../../people.ts'
import type { RoomKind } from '../../rooms.ts'

/** Fields of all rows of all views. */
export interface ViewRow {
  readonly id: string
  /** `meta.versionId` of the row's resource; never decreases (RT2). */
  readonly versionId: string
  /** The command that last changed the row; resolves an optimistic row of that command (RT9). */
  readonly commandId: string | null
}

/** Effect of an event on its rows: pure and total, without clock or randomness (RT12). */
export interface Step<Row extends ViewRow, T extends EventType> {
  /** Ids of the rows the event may change; only those are read. */
  readonly rows: (event: ClinicalEvent<T>) => readonly string[]
  /** Returns the row after the event; null when it does not exist or is removed. */
  readonly fold: (row: Row | null, event: ClinicalEvent<T>, at: { readonly id: string; readonly room: Room }) => Row | null
}

export type Steps<Row extends ViewRow> = { readonly [T in EventType]?: Step<Row, T> }

export interface View<Row extends ViewRow = ViewRow, On extends Steps<Row> = Steps<Row>> {
  readonly name: string
  /** Defaults to 1. Increased when the fold changes: the rows are rebuilt from the log at the next start. */
  readonly version?: number
  /** Kind of the rooms whose logs are folded. */
  readonly room: RoomKind
  /** Audiences that may read the rows; each of them receives every event the view folds. */
  readonly audiences: readonly Audience[]
  readonly on: On
  /** Sort key, compared as text; used by the SQL index and by clients. */
  readonly sortKey: (row: Row) => string
  readonly direction: 'asc' | 'desc'
  /** Normalised search text; only for searchable views. */
  readonly searchText?: (row: Row) => string
}

/** Declares a view. Curried so that the row type is explicit and the steps are inferred. */
export const defineView =
  <Row extends ViewRow>() =>
  <const On extends Steps<Row>>(view: View<Row, On>): View<Row, On> =>
    view

/** Returns the steps for imported resources of one type; other types are ignored. */
export function importSteps<Row extends ViewRow, K extends FhirResource['resourceType']>(
  resourceType: K,
  toRow: (resource: Stored<Extract<FhirResource, { resourceType: K }>>, event: ClinicalEvent, before: Row | null) => Row | null,
) {
  const step = {
    rows: (event: ClinicalEvent<'fhir.resource.created' | 'fhir.resource.updated'>) =>
      event.resource.resourceType === resourceType ? [event.resource.id] : [],
    fold: (row: Row | null, event: ClinicalEvent<'fhir.resource.created' | 'fhir.resource.updated'>) =>
      toRow(event.resource as Stored<Extract<FhirResource, { resourceType: K }>>, event as ClinicalEvent, row),
  }
  return { 'fhir.resource.created': step, 'fhir.resource.updated': step } as const
}

/**
 * Returns the name of who recorded an event, or null for an imported resource: its event names who ran the import, who is not its
 * author.
 */
export const authorName = ({ type, actor }: ClinicalEvent): string | null => (type.startsWith('fhir.resource.') ? null : actor.name)

/** Returns a step that builds the row from the event's resource. */
export const rowFromResource = <Row extends ViewRow, R extends FhirResource>(
  toRow: (resource: Stored<R>, event: ClinicalEvent, before: Row | null) => Row | null,
) => ({
  rows: (event: { readonly resource: Stored<R> }) => [event.resource.id],
  fold: (row: Row | null, event: { readonly resource: Stored<R> }) => toRow(event.resource, event as unknown as ClinicalEvent, row),
})

/** Returns a step that changes an existing row and creates none. */
export const rowUpdate = <Row extends ViewRow, E>(rowId: (event: E) => string | null, change: (row: Row, event: E) => Row | null) => ({
  rows: (event: E) => [rowId(event)].filter((id): id is string => id !== null),
  fold: (row: Row | null, event: E) => row && change(row, event),
})

const isOlder = (after: ViewRow, before: ViewRow) => Number(after.versionId) < Number(before.versionId)

/** Returns the rows an event changes as `[id, row | null]`, without unchanged rows. */
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
    return after === before || (before && after && isOlder(after, before)) ? [] : [[id, after] as const]
  })
}

/** Returns the ids of the rows that must be loaded before folding the event. */
export function affectedRowIds<Row extends ViewRow>(view: Pick<View<Row>, 'on'>, event: ClinicalEvent): readonly string[] {
  return (view.on[event.type] as Step<Row, EventType> | undefined)?.rows(event) ?? []
}

/** Returns the view's comparator: by sort key, then by id so that the order is total. */
export function rowOrder<Row extends ViewRow>(view: View<Row>): (a: Row, b: Row) => number {
  const sign = view.direction === 'asc' ? 1 : -1
  return (a, b) => {
    const [x, y] = [view.sortKey(a), view.sortKey(b)]
    if (x !== y) return x < y ? -sign : sign
    return a.id < b.id ? -sign : a.id > b.id ? sign : 0
  }
}
