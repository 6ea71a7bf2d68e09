/** The messages between client and server: schemas, types and the encoding of an event. Pure; unknown frames never throw. */

export * from './client-messages.ts'
export * from './decode-update.ts'
export * from './encode-update.ts'
export { type Activity, positionSchema, presenceActivities, type ResyncReason, resyncReasons } from './fields.ts'
export * from './server-messages.ts'
export * from './subscription-acknowledgement.ts'
export * from './timing.ts'
export * from './update.ts'
