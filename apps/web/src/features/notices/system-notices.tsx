import ButtonBase from '@mui/material/ButtonBase'
import { audienceOf, noticesView, rooms } from '@wardline/events'
import { StatusChip, useFormats } from '@wardline/ui'
import { TriangleAlert } from 'lucide-react'
import { Link } from 'react-router'
import { useTRPC } from '../../api/trpc.ts'
import { useTexts } from '../../i18n/define-texts.ts'
import { useView } from '../../sync/hooks/use-view.ts'
import { useUser } from '../../sync/workflow-context.tsx'
import { noticeTexts } from './texts.ts'

/** System notices for administrators; not shown to clinical users. */
export function SystemNotices() {
  const { role } = useUser()
  return noticesView.audiences.includes(audienceOf(role)) ? <OpenNotices /> : null
}

/** Placed in the header, so that an appearing notice moves nothing on the page (PERF-3). */
function OpenNotices() {
  const t = useTexts(noticeTexts)
  const trpc = useTRPC()
  const formats = useFormats()
  const { rows } = useView(noticesView, { room: rooms.facilityAlerts }, trpc.operations.notices.queryOptions())
  return (
    <span role="status" style={{ display: 'inline-flex', gap: 6 }}>
      {rows.map(({ kind, count, raisedAt }) => (
        <ButtonBase key={kind} component={Link} to="/admin/dead-letters" title={t(`${kind}Means`)} sx={{ minHeight: 24, borderRadius: 10 }}>
          <StatusChip tone="warn" icon={<TriangleAlert size={12} aria-hidden />}>
            <span>{t(kind, { count, time: formats.time(raisedAt) })}</span>
          </StatusChip>
        </ButtonBase>
      ))}
    </span>
  )
}
