import type { FhirResource } from 'fhir/r4'
import type { ClinicalEvent, EventType } from '../../catalog/index.ts'
import type { Room } from '../../ids.ts'
import type { Audience } from '../../people.ts'
import type { RoomKind } from '../../rooms.ts'

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
  /** 1 when absent. Raised when the same events make other rows than before: at the next start they are made anew from the log. */
  readonly version?: number
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
export function rowsTouched<Row extends ViewRow>(view: Pick<View<Row>, 'on'>, event: ClinicalEvent): readonly string[] {
  return (view.on[event.type] as Step<Row, EventType> | undefined)?.rows(event) ?? []
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
