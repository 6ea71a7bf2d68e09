import type { NoticeKind } from '../../catalog/administration/system.ts'
import type { ClinicalEvent } from '../../catalog/index.ts'
import { versionOf } from '../../fhir.ts'
import { defineView, type ViewRow } from '../framework/define-view.ts'

/** A system condition that needs an operator. */
export interface NoticeRow extends ViewRow {
  readonly kind: NoticeKind
  /** Count at the time of raising; not updated. */
  readonly count: number
  readonly raisedAt: string
}

type Notice = ClinicalEvent<'system.notice.raised' | 'system.notice.cleared'>
const kindOf = ({ data }: Notice) => [data.kind]

/** Open system notices, oldest first. */
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
