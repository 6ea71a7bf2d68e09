declare const brand: unique symbol

/** A string that was checked once and keeps the name of what it identifies. */
export type Branded<Name extends string> = string & { readonly [brand]: Name }

export type PatientId = Branded<'PatientId'>
export type UserId = Branded<'UserId'>
export type UnitId = Branded<'UnitId'>
/** UUIDv7 made by whoever asks; the same id sent again has exactly one effect (RT17). */
export type CommandId = Branded<'CommandId'>
export type EventId = Branded<'EventId'>
/** One life of the log: changes when the log is recreated or restored (RT7). Never empty. */
export type Epoch = Branded<'Epoch'>
/** A room's full name; only `rooms.ts` builds one. */
export type Room = Branded<'Room'>
