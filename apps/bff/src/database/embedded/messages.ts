/** Start options of the database thread. */
export interface StartOfDatabase {
  /** null: in memory. */
  readonly folder: string | null
  /** A dump to start from instead of an empty database. */
  readonly snapshot: string | null
  /** `name=value` server settings. */
  readonly settings: readonly string[]
}

export type ToDatabase =
  /** PostgreSQL frontend messages. */
  | { readonly kind: 'data'; readonly bytes: Uint8Array }
  /** A new connection starts. */
  | { readonly kind: 'reset' }
  | { readonly kind: 'dump' | 'close' }

export type FromDatabase =
  | { readonly kind: 'ready' | 'closed' }
  /** PostgreSQL backend messages. */
  | { readonly kind: 'data'; readonly bytes: Uint8Array }
  | { readonly kind: 'dump'; readonly bytes: Uint8Array }
  | { readonly kind: 'broken'; readonly why: string }
