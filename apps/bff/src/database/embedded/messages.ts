/** What the database's thread is started with. */
export interface StartOfDatabase {
  /** null: in memory, gone with the process. */
  readonly folder: string | null
  /** A dump to begin from instead of an empty database. */
  readonly snapshot: string | null
  /** `name=value`, for as long as the thread runs. */
  readonly settings: readonly string[]
}

export type ToDatabase =
  /** PostgreSQL frontend messages. */
  | { readonly kind: 'data'; readonly bytes: Uint8Array }
  /** A new connection begins. */
  | { readonly kind: 'reset' }
  | { readonly kind: 'dump' | 'close' }

export type FromDatabase =
  | { readonly kind: 'ready' | 'closed' }
  /** PostgreSQL backend messages. */
  | { readonly kind: 'data'; readonly bytes: Uint8Array }
  | { readonly kind: 'dump'; readonly bytes: Uint8Array }
  | { readonly kind: 'broken'; readonly why: string }
