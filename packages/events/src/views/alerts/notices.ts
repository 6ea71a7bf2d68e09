import type { ClinicalEvent } from '../../catalog/index.ts'
import type { NoticeKind } from '../../catalog/system.ts'
import { versionOf } from '../../fhir.ts'
import { defineView, type ViewRow } from '../framework/define-view.ts'

/** Something about the product itself that somebody has to see to. */
export interface NoticeRow extends ViewRow {
  readonly kind: NoticeKind
  /** When it was raised; it can be more or less by now. */
  readonly count: number
  readonly raisedAt: string
}

type Notice = ClinicalEvent<'system.notice.raised' | 'system.notice.cleared'>
const kindOf = ({ data }: Notice) => [data.kind]

/** Open notices of the house, the oldest first. */
export const noticesView = defineView<NoticeRow>()({
  name: 'notices',
  room: 'facilityAlerts',
  audiences: ['registry'],
  on: {
    'system.notice.raised': {
      rows: kindOf,
      fold: (_, { data, resource, recordedAt, commandId }: Notice) => ({
        id: data.kind,
        versionId: versionOf(resource),
        commandId,
        kind: data.kind,
        count: data.count,
        raisedAt: recordedAt,
      }),
    },
    'system.notice.cleared': { rows: kindOf, fold: () => null },
  },
  sortKey: ({ raisedAt }) => raisedAt,
  direction: 'asc',
})
