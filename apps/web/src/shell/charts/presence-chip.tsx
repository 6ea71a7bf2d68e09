import type { PresentMember } from '@wardline/sync/protocol'
import { StatusChip } from '@wardline/ui'
import { useTexts } from '../../i18n/define-texts.ts'
import { shellTexts } from '../texts.ts'

/** An activity outranks viewing: a colleague who is ordering matters most (RT-11). */
const rank = { ordering: 0, verifying: 1, writing: 2, viewing: 3 } as const satisfies Record<PresentMember['doing'], number>

/** "Nurse Huda is viewing +1". */
export function PresenceChip({ others }: { others: readonly PresentMember[] }) {
  const t = useTexts(shellTexts)
  const [first, ...rest] = others.toSorted((a, b) => rank[a.doing] - rank[b.doing])
  if (!first) return null
  return (
    <StatusChip tone="info" title={others.map((member) => t(member.doing, { name: member.user.name })).join('\n')}>
      <span>
        {t(first.doing, { name: first.user.name })}
        {rest.length > 0 && ` ${t('andOthers', { count: rest.length })}`}
      </span>
    </StatusChip>
  )
}
