import type { PatientId } from '@wardline/events'
import { AsOf, ModuleTabs } from '@wardline/ui'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { useNavigate } from 'react-router'
import { useTexts } from '../../i18n/define-texts.ts'
import { useKeys } from '../../keyboard/keys.ts'
import type { Tab } from '../../navigation/define-tab.ts'
import { shellTexts } from '../texts.ts'
import { useTabCounts } from './tab-counts.ts'

interface ChartTabBarProps {
  readonly tabs: readonly Tab[]
  readonly patientId: PatientId
  readonly name: string
  readonly activePath: string
  readonly asOf: string | null
  readonly isStale: boolean
  /** Further actions, shown before the time. */
  readonly actions?: ReactNode
}

/** Tabs of one chart, with their counts and the time the data were last updated. */
export function ChartTabBar({ tabs, patientId, name, activePath, asOf, isStale, actions }: ChartTabBarProps) {
  const t = useTexts(shellTexts)
  const { t: translate } = useTranslation()
  const navigate = useNavigate()
  const counts = useTabCounts(tabs, patientId)
  const hrefOf = (path: string) => `/patients/${patientId}/${path}`
  const items = tabs.map((tab, index) => ({
    id: tab.path,
    label: translate('title', { ns: tab.title.namespace }),
    href: hrefOf(tab.path),
    counts: counts[index],
    key: tab.key,
  }))

  useKeys(items.map(({ id, label, key }) => ({ keys: `g ${key}`, label, group: t('goTo'), run: () => void navigate(hrefOf(id)) })))

  return (
    <ModuleTabs
      tabs={items}
      activeId={activePath}
      label={t('chartOf', { name })}
      onSelect={(path) => void navigate(hrefOf(path))}
      end={
        <>
          {actions}
          <AsOf at={asOf} live={!isStale} />
        </>
      }
    />
  )
}
