import { AppRail, type RailItem } from '@wardline/ui'
import { useTranslation } from 'react-i18next'
import { useLocation, useNavigate } from 'react-router'
import { useTexts } from '../../i18n/define-texts.ts'
import { useKeys } from '../../keyboard/keys.ts'
import type { Screen } from '../../navigation/define-tab.ts'
import { useUser } from '../../sync/workflow-context.tsx'
import { useScreenCounts } from '../charts/tab-counts.ts'
import { useShellSlots } from '../shell-slots.tsx'
import { shellTexts } from '../texts.ts'

/** The screens available to the role. */
export function Rail() {
  const { screens } = useShellSlots()
  const { role } = useUser()
  return <RailItems key={role} screens={screens.filter(({ roles }) => roles.includes(role))} />
}

function RailItems({ screens }: { screens: readonly Screen[] }) {
  const t = useTexts(shellTexts)
  const { t: translate } = useTranslation()
  const navigate = useNavigate()
  const { pathname } = useLocation()
  const counts = useScreenCounts(screens)
  const titleOf = (screen: Screen) => translate('title', { ns: screen.title.namespace })

  const items = screens.map((screen, index): RailItem & { atFoot: boolean } => ({
    id: screen.path,
    label: titleOf(screen),
    icon: <screen.icon size={19} />,
    href: `/${screen.path}`,
    active: pathname === `/${screen.path}` || pathname.startsWith(`/${screen.path}/`),
    badge: counts[index]?.value,
    badgeLabel: counts[index]?.label,
    atFoot: screen.atFoot ?? false,
  }))
  useKeys(
    screens.flatMap((screen) =>
      screen.key
        ? [{ keys: `g ${screen.key}`, label: titleOf(screen), group: t('goTo'), run: () => void navigate(`/${screen.path}`) }]
        : [],
    ),
  )

  return (
    <AppRail
      items={items.filter(({ atFoot }) => !atFoot)}
      footer={items.filter(({ atFoot }) => atFoot)}
      onNavigate={(item) => void navigate(item.href)}
    />
  )
}
