import Box from '@mui/material/Box'
import type { PatientId } from '@wardline/events'
import { ChartTabs, useAnnounce } from '@wardline/ui'
import { useNavigate, useParams } from 'react-router'
import { useTexts } from '../../i18n/define-texts.ts'
import { useKeys } from '../../keyboard/keys.ts'
import { shellTexts } from '../texts.ts'
import { openCharts } from './open-charts.ts'
import { useChartLabels } from './use-chart-labels.ts'

/** Bar of open charts. Hidden on screens without charts; a chart page reserves its height from the start, to avoid a layout shift. */
export function OpenChartsBar({ onAdd }: { onAdd: () => void }) {
  const t = useTexts(shellTexts)
  const navigate = useNavigate()
  const announce = useAnnounce()
  const { patientId: activeId } = useParams()
  const charts = useChartLabels()

  const open = (chartId: string) => void navigate(`/patients/${chartId}`)
  const close = (chartId: string) => {
    openCharts.close(chartId as PatientId)
    if (chartId !== activeId) return
    const at = charts.findIndex((chart) => chart.chartId === chartId)
    const neighbour = charts[at + 1] ?? charts[at - 1]
    void navigate(neighbour ? `/patients/${neighbour.chartId}` : '/patients')
  }
  const keys = charts.flatMap(({ chartId, name }, index) => {
    const binding = {
      label: t('chartN', { number: index + 1 }),
      group: t('goTo'),
      run: () => {
        open(chartId)
        announce.polite(name)
      },
    }
    return [
      { ...binding, keys: `g ${index + 1}` },
      { ...binding, keys: `${index + 1}` },
    ]
  })
  useKeys(keys)
  if (charts.length === 0 && activeId === undefined) return null

  return (
    <Box sx={{ flex: 'none', minHeight: 38 }}>
      <ChartTabs charts={charts} activeId={activeId ?? null} onOpen={open} onClose={close} onAdd={onAdd} />
    </Box>
  )
}
