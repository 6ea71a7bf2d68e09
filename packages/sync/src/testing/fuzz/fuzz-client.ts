import type { Audience, Room, Snapshot, View, ViewRow } from '@wardline/events'
import type { ConnectionState } from '../../client/index.ts'
import type { FaultyNetwork } from './network.ts'

/** A list that a story opens: a view, its room, and the rows of a page. */
export interface ListSpec {
  readonly view: View<ViewRow>
  readonly room: Room
  readonly limit: number
}

export const nameOf = ({ view, room }: ListSpec) => `${view.name} in ${room}`

/** One client of a story: the web app's workflow, or the headless client. */
export interface FuzzClient {
  readonly audience: Audience
  readonly network: FaultyNetwork
  readonly lists: readonly ListSpec[]
  /** Broken rules, noticed while the story runs. */
  readonly faults: readonly string[]
  readonly state: ConnectionState
  open(list: ListSpec): void
  close(list: ListSpec): void
  /** Loads the next page. */
  more(list: ListSpec): Promise<void>
  shown(list: ListSpec): Snapshot<ViewRow> | undefined
  end(): void
}

/** RT2: within one epoch neither a list's position nor a row's version goes back. Returns the faults of one change of a list. */
export function regressionsOf(name: string, before: Snapshot<ViewRow> | undefined, after: Snapshot<ViewRow>): readonly string[] {
  if (!before || before === after || before.asOf.epoch !== after.asOf.epoch) return []
  const positions = Object.entries(before.positions)
    .filter(([room, seq]) => (after.positions[room as Room] ?? 0) < seq)
    .map(([room, seq]) => `${name} went back from ${seq} to ${after.positions[room as Room]}`)
  const versions = new Map(before.rows.map((row) => [row.id, Number(row.versionId)]))
  const rows = after.rows
    .filter((row) => Number(row.versionId) < (versions.get(row.id) ?? 0))
    .map((row) => `${row.id} went back to version ${row.versionId}`)
  return [...positions, ...rows]
}
