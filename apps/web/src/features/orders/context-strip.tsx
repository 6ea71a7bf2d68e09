import Box from '@mui/material/Box'
import type { PatientId, ResultRow } from '@wardline/events'
import { Clin, LabValue, StatusChip, TimeAgo, useServerNow } from '@wardline/ui'
import type { ReactNode } from 'react'
import { type Analyte, latestWeight, reportedOf } from '../../lib/patient-values.ts'
import { useTexts } from '../../lib/texts.ts'
import { useWhen } from '../../lib/use-when.ts'
import { useChart } from '../../workflow/use-chart.ts'
import { composingTexts } from './composing-texts.ts'
import type { DraftedOrderable } from './draft.ts'
import { absenceOf, concernsOf, mayBePregnant, pregnancyAmong } from './order-context.ts'
import { type OrderContext, useOrderContext } from './use-order-context.ts'

export interface ContextStripProps {
  readonly patientId: PatientId
  /** What is in the basket; allergies that name its contents are shown. */
  readonly ordered: readonly DraftedOrderable[]
}

const laboratory = ['filtration', 'creatinine', 'potassium', 'inr'] as const satisfies readonly Analyte[]

/** Weight, renal function, potassium, INR, pregnancy and the allergies that concern the basket, each with its age (ORD-10). */
export function ContextStrip({ patientId, ordered }: ContextStripProps) {
  const t = useTexts(composingTexts)
  const context = useOrderContext(patientId)
  const { results, vitals } = context
  const weight = latestWeight(vitals.rows)
  return (
    <Box component="section" aria-label={t('context')} sx={{ borderBlockEnd: '1px solid', borderColor: 'line', bgcolor: 'sunk' }}>
      <Box component="dl" sx={{ display: 'grid', gridTemplateColumns: '1fr 1fr', gap: '4px 16px', margin: 0, padding: '6px 12px' }}>
        <Fact label={t('weight')} at={weight?.effectiveAt ?? null} absent={stateOf(vitals, t('notRecorded'), t)}>
          {weight && <LabValue value={weight.value} unit={weight.unit} flagBeside={false} />}
        </Fact>
        {laboratory.map((analyte) => (
          <Reported key={analyte} analyte={analyte} latest={reportedOf(analyte, results.rows)[0] ?? null} results={results} />
        ))}
        <Pregnancy patientId={patientId} context={context} />
      </Box>
      <Concerns ordered={ordered} context={context} />
    </Box>
  )
}

type Say = ReturnType<typeof useTexts<(typeof composingTexts)['en']>>

/** Absent, not loaded and failed are three texts (CHT-2). */
const stateOf = ({ status }: { readonly status: string }, absent: string, t: Say) =>
  status === 'loading' ? '…' : status === 'ready' ? absent : t('cannotLoad')

interface ReportedProps {
  readonly analyte: (typeof laboratory)[number]
  readonly latest: ResultRow | null
  readonly results: OrderContext['results']
}

function Reported({ analyte, latest, results }: ReportedProps) {
  const t = useTexts(composingTexts)
  return (
    <Fact label={t(analyte)} at={latest?.collectedAt ?? null} absent={stateOf(results, t(absenceOf(results)), t)}>
      {latest && <LabValue value={latest.value} unit={latest.unit} flag={latest.flag} status={latest.status} />}
    </Fact>
  )
}

/** Only of whom it can be asked; what is not on record is said, never left out. */
function Pregnancy({ patientId, context }: { readonly patientId: PatientId; readonly context: OrderContext }) {
  const t = useTexts(composingTexts)
  const { patient } = useChart(patientId)
  const now = useServerNow(60_000)
  if (!patient || !mayBePregnant(patient, now)) return null
  const problem = pregnancyAmong(context.problems.rows)
  const [test] = reportedOf('hcg', context.results.rows)
  const at = problem ? (problem.recordedAt ?? problem.onsetAt) : (test?.collectedAt ?? null)
  return (
    <Fact label={t('pregnancy')} at={at} absent={stateOf(context.problems, t('notRecorded'), t)}>
      {problem ? <b>{t('pregnant')}</b> : test && <LabValue value={test.value} unit={test.unit} flag={test.flag} />}
    </Fact>
  )
}

interface FactProps {
  readonly label: string
  readonly at: string | null
  readonly absent: string
  readonly children: ReactNode
}

function Fact({ label, at, absent, children }: FactProps) {
  const when = useWhen()
  return (
    <Box sx={{ minWidth: 0, '& small': { color: 'muted', fontSize: 11.5 } }}>
      <Box sx={{ display: 'flex', flexWrap: 'wrap', alignItems: 'baseline', columnGap: 1.5 }}>
        <Box component="dt" sx={{ flex: 1, color: 'muted', fontSize: 12, whiteSpace: 'nowrap' }}>
          {label}
        </Box>
        <Box component="dd" sx={{ margin: 0 }}>
          {children || <small>{absent}</small>}
        </Box>
      </Box>
      {/* The line stands there empty too: a value that arrives moves nothing under the pointer (PERF-3). */}
      <Box component="dd" sx={{ margin: 0, minHeight: 16, textAlign: 'end', fontSize: 11.5, lineHeight: '16px' }}>
        {at && children && (
          <small>
            <Clin>{when(at)}</Clin> · <TimeAgo at={at} />
          </small>
        )}
      </Box>
    </Box>
  )
}

function Concerns({ ordered, context: { allergies } }: { readonly ordered: ContextStripProps['ordered']; readonly context: OrderContext }) {
  const t = useTexts(composingTexts)
  const exposing = ordered.filter(({ exposesTo }) => exposesTo.length > 0)
  if (exposing.length === 0 || allergies.status !== 'ready') return null
  const concerns = concernsOf(exposing, allergies.rows)
  const clear = exposing.filter((orderable) => !concerns.some((concern) => concern.orderable === orderable))
  return (
    <Box sx={{ display: 'grid', gap: 1, padding: '0 12px 6px', fontSize: 12 }}>
      {concerns.map(({ allergy, orderable }) => (
        <StatusChip key={`${allergy.id} ${orderable.id}`} tone="crit">
          {t('concerns', {
            allergy: [allergy.substance, allergy.reactions[0]?.manifestation].filter(Boolean).join(' — '),
            order: orderable.display,
          })}
        </StatusChip>
      ))}
      {clear.length > 0 && <Box sx={{ color: 'muted' }}>{t('noneNamed', { orders: clear.map(({ display }) => display).join(', ') })}</Box>}
    </Box>
  )
}
