import type { Communication } from 'fhir/r4'
import * as z from 'zod'
import { declareEvents, event } from '../declare.ts'
import type { Audience } from '../people.ts'
import { rooms } from '../rooms.ts'
import { sampleHouseNotice } from './samples-beyond.ts'

/** What the product can notice about itself that a person has to see to. */
export const noticeKinds = ['dead-letters', 'messages-refused'] as const
export type NoticeKind = (typeof noticeKinds)[number]

/** Nobody at the bedside can do anything about it: it is for those who run the product. */
const running: readonly Audience[] = ['registry']

const notice = {
  topic: 'alert',
  data: z.object({
    kind: z.enum(noticeKinds),
    /** Dead letters that are open; messages of other systems that were not let in lately. */
    count: z.int().nonnegative(),
  }),
  rooms: () => [rooms.facilityAlerts],
  audience: running,
} as const

/** Something about the product itself, told to the house; never about a patient. */
export const systemEvents = declareEvents({
  'system.notice.raised': event<Communication>()({
    ...notice,
    workflow: 'SYSTEM_NOTICE_RAISED',
    aliases: [],
    action: 'created',
    example: () => ({ resource: sampleHouseNotice(), data: { kind: 'dead-letters' as const, count: 101 } }),
  }),
  /** Over, by itself or because somebody saw to it. */
  'system.notice.cleared': event<Communication>()({
    ...notice,
    workflow: 'SYSTEM_NOTICE_CLEARED',
    aliases: [],
    action: 'updated',
    example: () => ({ resource: { ...sampleHouseNotice(), status: 'completed' }, data: { kind: 'dead-letters' as const, count: 12 } }),
  }),
})
