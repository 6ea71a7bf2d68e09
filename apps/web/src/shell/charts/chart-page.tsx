import Box from '@mui/material/Box'
import Button from '@mui/material/Button'
import { audienceOf, type PatientId } from '@wardline/events'
import { Empty, Failed, Loading, Refused } from '@wardline/ui'
import { useEffect } from 'react'
import { Link, Navigate, useParams } from 'react-router'
import { useProblemText } from '../../api/refusals.ts'
import { identityOf } from '../../clinical/patient-identity.ts'
import { useTexts } from '../../i18n/define-texts.ts'
import { useLanguage } from '../../i18n/language.ts'
import type { Tab } from '../../navigation/define-tab.ts'
import { useActiveChart } from '../../session/active-chart.ts'
import { type Chart, useChart } from '../../sync/hooks/use-chart.ts'
import { useUser } from '../../sync/workflow-context.tsx'
import { ChartBanner } from '../banner/chart-banner.tsx'
import { ErrorBoundary } from '../error-boundary.tsx'
import { ChartSnapshotProvider, ReadOnlyRegion } from '../history/chart-snapshot-provider.tsx'
import { HistoryBar } from '../history/history-bar.tsx'
import { HistoryButton } from '../history/history-button.tsx'
import { useHistory } from '../history/use-history.ts'
import { lazyPage, PageRegion } from '../lazy-page.tsx'
import { type PrintedChart, usePrintMargins } from '../print/use-print-margins.ts'
import { useShellSlots } from '../shell-slots.tsx'
import { shellTexts } from '../texts.ts'
import { ChartTabBar } from './chart-tab-bar.tsx'
import { MAX_OPEN_CHARTS, openCharts, useOpenChartStore } from './open-charts.ts'
import { TooManyCharts } from './too-many-charts.tsx'

/** `/patients/:patientId/:tab`: the chart of one patient, opened if there is room. */
export function ChartPage() {
  const { patientId, tab } = useParams() as { patientId: PatientId; tab?: string }
  const open = useOpenChartStore(({ charts }) => charts.find((chart) => chart.patientId === patientId))
  const openCount = useOpenChartStore(({ charts }) => charts.length)
  const isFull = openCount >= MAX_OPEN_CHARTS
  useActiveChart(patientId, openCount)

  useEffect(() => {
    if (!open && !isFull) openCharts.open(patientId)
  }, [open, isFull, patientId])

  if (!open) return isFull ? <TooManyCharts patientId={patientId} /> : <Loading rows={2} />
  return <OpenChart key={patientId} patientId={patientId} stripe={open.stripe} tabPath={tab} />
}

/** Tabs with at least one view the role may read. */
function useMyTabs(): readonly Tab[] {
  const audience = audienceOf(useUser().role)
  return useShellSlots().tabs.filter(({ views }) => views.length === 0 || views.some((view) => view.audiences.includes(audience)))
}

function OpenChart({ patientId, stripe, tabPath }: { patientId: PatientId; stripe: number; tabPath: string | undefined }) {
  const { PatientAlerts } = useShellSlots()
  const { language } = useLanguage()
  const chart = useChart(patientId)
  const history = useHistory(patientId)
  const tabs = useMyTabs()
  const tab = tabs.find(({ path }) => path === tabPath)
  usePrefetchPages(tabs, chart.status === 'ready')

  if (!tab) return <Navigate to={`/patients/${patientId}/${tabs[0]?.path ?? ''}`} replace />
  if (chart.status !== 'ready' || !chart.patient) return <ChartPlaceholder chart={chart} />

  const Page = lazyPage(tab.page)
  const bar = { tabs, patientId, name: identityOf(chart.patient, language).name, activePath: tab.path }
  const page = (
    <PageRegion pageKey={`${patientId}/${tab.path}`}>
      <Page patientId={patientId} />
    </PageRegion>
  )
  return (
    <>
      <PrintMargins patient={chart.patient} asOf={chart.asOf} isStale={chart.isStale} />
      <ChartBanner patient={chart.patient} stripe={stripe} />
      <ErrorBoundary resetKey={patientId}>
        <PatientAlerts patientId={patientId} />
      </ErrorBoundary>
      {history.isOpen ? (
        <>
          <HistoryBar history={history} />
          {history.snapshot ? (
            <ChartSnapshotProvider key={history.snapshot.asOf.seq} patientId={patientId} snapshot={history.snapshot}>
              <ChartTabBar {...bar} asOf={history.snapshot.recordedAt} isStale={false} />
              <ReadOnlyRegion>{page}</ReadOnlyRegion>
            </ChartSnapshotProvider>
          ) : (
            history.status === 'loading' && <Loading rows={8} />
          )}
        </>
      ) : (
        <>
          <ChartTabBar {...bar} asOf={chart.asOf} isStale={chart.isStale} actions={<HistoryButton onOpen={history.open} />} />
          {page}
        </>
      )}
    </>
  )
}

function PrintMargins(content: PrintedChart) {
  usePrintMargins(content)
  return null
}

/** Placeholder until banner and allergies are loaded; nothing of a chart is shown before (SHL-17). */
function ChartPlaceholder({ chart }: { chart: Chart }) {
  const t = useTexts(shellTexts)
  const problemText = useProblemText()
  const { status, problem } = chart
  const back = (
    <Button component={Link} to="/patients">
      {t('toPatients')}
    </Button>
  )
  if (status === 'refused' && problem) return <Refused reason={problemText(problem)} action={back} />
  if (status === 'failed') return <Failed reference={problem?.kind === 'bug' ? problem.requestId : null} onRetry={chart.retry} />
  if (status === 'ready') return <Empty title={t('noPatient')} action={back} />
  return (
    <>
      {/* As high as the banner and the tabs, to avoid a layout shift (PERF-3). */}
      <Box sx={{ minHeight: 102, bgcolor: 'background.paper', borderBlockEnd: '1px solid', borderColor: 'line' }}>
        <Loading rows={2} rowHeight={50} />
      </Box>
      <Loading rows={8} />
    </>
  )
}

/** Prefetches the code of the other tabs when idle, so that switching needs no round trip (PERF-1). */
function usePrefetchPages(tabs: readonly Tab[], isReady: boolean): void {
  useEffect(() => {
    if (!isReady || typeof requestIdleCallback === 'undefined') return
    const idle = requestIdleCallback(() => {
      for (const { page } of tabs) void page().catch(() => undefined)
    })
    return () => cancelIdleCallback(idle)
  }, [tabs, isReady])
}
