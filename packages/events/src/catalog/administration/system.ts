import type { Communication } from 'fhir/r4'
import * as z from 'zod'
import { declareEvents, event } from '../../declare.ts'
import type { Audience } from '../../people.ts'
import { rooms } from '../../rooms.ts'
import { sampleSystemNotice } from '../samples/index.ts'

/** Conditions of the system that need an operator. */
export const noticeKinds = ['dead-letters', 'messages-refused'] as const
export type NoticeKind = (typeof noticeKinds)[number]

/** System notices are visible to administrators only. */
const administrators: readonly Audience[] = ['registry']

const notice = {
  topic: 'alert',
  data: z.object({
    kind: z.enum(noticeKinds),
    /** Number of open dead letters, or of inbound messages refused recently. */
    count: z.int().nonnegative(),
  }),
  rooms: () => [rooms.facilityAlerts],
  audience: administrators,
} as const

/** Notices about the system itself, never about a patient. */
export const systemEvents = declareEvents({
  'system.notice.raised': event<Communication>()({
    ...notice,
    workflow: 'SYSTEM_NOTICE_RAISED',
    aliases: [],
    action: 'created',
    example: () => ({ resource: sampleSystemNotice(), data: { kind: 'dead-letters' as const, count: 101 } }),
  }),
  /** The condition ended. */
  'system.notice.cleared': event<Communication>()({
    ...notice,
    workflow: 'SYSTEM_NOTICE_CLEARED',
    aliases: [],
    action: 'updated',
    example: () => ({ resource: { ...sampleSystemNotice(), status: 'completed' }, data: { kind: 'dead-letters' as const, count: 12 } }),
  }),
})
