import { type Epoch, parseRoom, type Room } from '@wardline/events'
import * as z from 'zod'

/* Schemas of the fields that several messages share. */

export const roomSchema = z.custom<Room>((value) => typeof value === 'string' && parseRoom(value) !== null, 'not a room')
export const epochSchema = z.custom<Epoch>((value) => typeof value === 'string' && value.length > 0, 'an epoch is never empty')
export const seqSchema = z.int().nonnegative()
export const positionSchema = z.object({ epoch: epochSchema, seq: seqSchema })

export const resyncReasons = ['epoch-changed', 'beyond-head', 'below-low', 'too-far-behind', 'unknown-position'] as const
/** Why the log cannot continue from a client's position (RT7). */
export type ResyncReason = (typeof resyncReasons)[number]

export const presenceActivities = ['viewing', 'ordering', 'verifying', 'writing'] as const
export type Activity = (typeof presenceActivities)[number]
