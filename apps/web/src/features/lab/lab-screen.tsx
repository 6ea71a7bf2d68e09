import Box from '@mui/material/Box'
import { AsOf, Card, Empty, ModuleTabs, PageHead } from '@wardline/ui'
import { useState } from 'react'
import { useSearchParams } from 'react-router'
import { useTexts } from '../../i18n/define-texts.ts'
import { OrderPanel } from './order-panel.tsx'
import { ScanField } from './scan/scan-field.tsx'
import { useScanner } from './scan/use-scanner.ts'
import { benchTexts, sheetTexts } from './texts.ts'
import { type BenchList, type BenchStage, benchStages, withAccession } from './worklist/bench-list.ts'
import { BenchTable } from './worklist/bench-table.tsx'
import { useBench } from './worklist/use-bench.ts'

const countTexts = { open: 'inOpen', collect: 'inCollect', receive: 'inReceive', analyse: 'inAnalyse', done: 'inDone' } as const

/** Laboratory worklist: scan or select an order, enter and release results, and follow the acknowledgement of critical values. */
export function LabScreen() {
  const t = useTexts(benchTexts)
  const { params, go } = useBenchPlace()
  const stage = benchStages.find((each) => each === params.get('stage')) ?? 'open'
  const openId = params.get('order')
  const bench = useBench(stage)
  const { list, chosen } = bench
  const row = list.rows.find(({ id }) => id === openId) ?? null

  const { find, notFound } = useFinding(list.rows, (id) => go({ order: id }))
  useScanner(find)

  return (
    <Box sx={{ display: 'flex', flexDirection: 'column', flex: 1, minHeight: 0 }}>
      <PageHead
        title={t('title')}
        rule={t(stage === 'done' ? 'ruleDone' : 'rule')}
        asOf={<AsOf at={list.asOf} live={!list.isStale} />}
        actions={
          <Box sx={{ inlineSize: 300 }}>
            <ScanField onAccession={find} />
          </Box>
        }
      />
      <StageTabs stage={stage} counts={chosen.counts} notFound={notFound} />
      <Box
        sx={{ display: 'grid', gridTemplateColumns: 'minmax(0, 1fr) clamp(500px, 40vw, 680px)', gap: 3, flex: 1, minHeight: 0, padding: 3 }}
      >
        <BenchTable bench={bench} stage={stage} openId={openId} onOpen={({ id }) => go({ order: id })} />
        {row ? (
          <OrderPanel key={row.id} row={row} onClose={() => go({ order: null })} />
        ) : (
          <NoOrder isGone={openId !== null && list.status === 'ready'} />
        )}
      </Box>
    </Box>
  )
}

/** Stage and open order, kept in the URL so that reloading restores the screen (SHL-8). */
function useBenchPlace() {
  const [params, setParams] = useSearchParams()
  const go = (change: Readonly<Record<string, string | null>>) => setParams((before) => changed(before, change), { replace: true })
  return { params, go }
}

interface StageTabsProps {
  readonly stage: BenchStage
  readonly counts: BenchList['counts']
  /** The last scanned accession number, when it matched no order. */
  readonly notFound: string | null
}

/** A separate component so that it re-renders only when a count changes. */
function StageTabs({ stage, counts, notFound }: StageTabsProps) {
  const t = useTexts(benchTexts)
  const { params, go } = useBenchPlace()
  const critical = { value: counts.unacknowledged, label: t('unacknowledged', { count: counts.unacknowledged }), tone: 'crit' as const }
  return (
    <ModuleTabs
      label={t('stages')}
      activeId={stage}
      tabs={benchStages.map((each) => ({
        id: each,
        label: t(each),
        href: `?${changed(params, { stage: each })}`,
        counts: [{ value: counts[each], label: t(countTexts[each], { count: counts[each] }) }, ...(each === 'done' ? [critical] : [])],
      }))}
      onSelect={(id) => go({ stage: id as BenchStage })}
      end={
        notFound && (
          <Box role="alert" sx={{ color: 'crit.main', fontSize: 12 }}>
            {t('notFound', { accession: notFound })}
          </Box>
        )
      }
    />
  )
}

function changed(params: URLSearchParams, change: Readonly<Record<string, string | null>>): URLSearchParams {
  const next = new URLSearchParams(params)
  for (const [name, value] of Object.entries(change)) value === null ? next.delete(name) : next.set(name, value)
  return next
}

/** Opens the order with the given accession number, or reports that none matches. */
function useFinding(rows: Parameters<typeof withAccession>[0], open: (orderId: string) => void) {
  const [notFound, setNotFound] = useState<string | null>(null)
  const find = (text: string): boolean => {
    const row = withAccession(rows, text)
    setNotFound(row ? null : text)
    if (row) open(row.id)
    return row !== null
  }
  return { find, notFound }
}

function NoOrder({ isGone }: { isGone: boolean }) {
  const t = useTexts(sheetTexts)
  return (
    <Card title={t('values')}>
      <Empty title={t(isGone ? 'gone' : 'none')} hint={t('noneHint')} />
    </Card>
  )
}
