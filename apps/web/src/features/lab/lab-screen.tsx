import Box from '@mui/material/Box'
import { AsOf, Card, Empty, ModuleTabs, PageHead } from '@wardline/ui'
import { useState } from 'react'
import { useSearchParams } from 'react-router'
import { useTexts } from '../../i18n/define-texts.ts'
import { OrderPanel } from './order-panel.tsx'
import { ScanField } from './scan/scan-field.tsx'
import { useScanner } from './scan/use-scanner.ts'
import { sheetTexts, worklistTexts } from './texts.ts'
import { type FilteredWorklist, findByAccession, type WorklistStage, worklistStages } from './worklist/derive-worklist.ts'
import { useWorklist } from './worklist/use-worklist.ts'
import { WorklistTable } from './worklist/worklist-table.tsx'

const countTexts = {
  open: 'inOpen',
  collect: 'inCollect',
  receive: 'inReceive',
  analyse: 'inAnalyse',
  done: 'inDone',
} as const satisfies Record<WorklistStage, string>

/** Laboratory worklist: scan or select an order, enter and release results, and follow the acknowledgement of critical values. */
export function LabScreen() {
  const t = useTexts(worklistTexts)
  const { params, update } = useUrlState()
  const stage = worklistStages.find((candidate) => candidate === params.get('stage')) ?? 'open'
  const openId = params.get('order')
  const worklist = useWorklist(stage)
  const { list, filtered } = worklist
  const row = list.rows.find(({ id }) => id === openId) ?? null

  const { openByAccession, notFound } = useAccessionLookup(list.rows, (id) => update({ order: id }))
  useScanner(openByAccession)

  return (
    <Box sx={{ display: 'flex', flexDirection: 'column', flex: 1, minHeight: 0 }}>
      <PageHead
        title={t('title')}
        rule={t(stage === 'done' ? 'ruleDone' : 'rule')}
        asOf={<AsOf at={list.asOf} live={!list.isStale} />}
        actions={
          <Box sx={{ inlineSize: 300 }}>
            <ScanField onAccession={openByAccession} />
          </Box>
        }
      />
      <StageTabs stage={stage} counts={filtered.counts} notFound={notFound} />
      <Box
        sx={{ display: 'grid', gridTemplateColumns: 'minmax(0, 1fr) clamp(500px, 40vw, 680px)', gap: 3, flex: 1, minHeight: 0, padding: 3 }}
      >
        <WorklistTable worklist={worklist} stage={stage} openId={openId} onOpen={({ id }) => update({ order: id })} />
        {row ? (
          <OrderPanel key={row.id} row={row} onClose={() => update({ order: null })} />
        ) : (
          <NoOrder isGone={openId !== null && list.status === 'ready'} />
        )}
      </Box>
    </Box>
  )
}

/** Stage and open order, kept in the URL so that reloading restores the screen (SHL-8). */
function useUrlState() {
  const [params, setParams] = useSearchParams()
  const update = (changes: Readonly<Record<string, string | null>>) => setParams((before) => withParams(before, changes), { replace: true })
  return { params, update }
}

interface StageTabsProps {
  readonly stage: WorklistStage
  readonly counts: FilteredWorklist['counts']
  /** The last scanned accession number, when it matched no order. */
  readonly notFound: string | null
}

/** A separate component so that it re-renders only when a count changes. */
function StageTabs({ stage, counts, notFound }: StageTabsProps) {
  const t = useTexts(worklistTexts)
  const { params, update } = useUrlState()
  const critical = { value: counts.unacknowledged, label: t('unacknowledged', { count: counts.unacknowledged }), tone: 'crit' as const }
  return (
    <ModuleTabs
      label={t('stages')}
      activeId={stage}
      tabs={worklistStages.map((stageId) => ({
        id: stageId,
        label: t(stageId),
        href: `?${withParams(params, { stage: stageId })}`,
        counts: [
          { value: counts[stageId], label: t(countTexts[stageId], { count: counts[stageId] }) },
          ...(stageId === 'done' ? [critical] : []),
        ],
      }))}
      onSelect={(id) => update({ stage: id as WorklistStage })}
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

function withParams(params: URLSearchParams, changes: Readonly<Record<string, string | null>>): URLSearchParams {
  const next = new URLSearchParams(params)
  for (const [name, value] of Object.entries(changes)) value === null ? next.delete(name) : next.set(name, value)
  return next
}

/** Opens the order with the given accession number, or reports that none matches. */
function useAccessionLookup(rows: Parameters<typeof findByAccession>[0], onOpen: (orderId: string) => void) {
  const [notFound, setNotFound] = useState<string | null>(null)
  const openByAccession = (text: string): boolean => {
    const row = findByAccession(rows, text)
    setNotFound(row ? null : text)
    if (row) onOpen(row.id)
    return row !== null
  }
  return { openByAccession, notFound }
}

function NoOrder({ isGone }: { isGone: boolean }) {
  const t = useTexts(sheetTexts)
  return (
    <Card title={t('values')}>
      <Empty title={t(isGone ? 'gone' : 'none')} hint={t('noneHint')} />
    </Card>
  )
}
