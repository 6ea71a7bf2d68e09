declare const brand: unique symbol

/** A validated string with the type of its identifier. */
export type Branded<Name extends string> = string & { readonly [brand]: Name }

export type PatientId = Branded<'PatientId'>
export type UserId = Branded<'UserId'>
export type UnitId = Branded<'UnitId'>
/** UUIDv7 created by the client; a repeated id has no second effect (RT17). */
export type CommandId = Branded<'CommandId'>
export type EventId = Branded<'EventId'>
/** Epoch of the log: changes when the log is recreated or restored (RT7). Never empty. */
export type Epoch = Branded<'Epoch'>
/** Full name of a room; only `rooms.ts` builds one. */
export type Room = Branded<'Room'>
