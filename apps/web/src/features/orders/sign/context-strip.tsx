import Box from '@mui/material/Box'
import type { PatientId, ResultRow } from '@wardline/events'
import { Clin, LabValue, TimeAgo, useServerNow } from '@wardline/ui'
import type { ReactNode } from 'react'
import { type Analyte, latestWeight, reportedOf } from '../../../clinical/patient-values.ts'
import { useTexts } from '../../../i18n/define-texts.ts'
import { useChart } from '../../../sync/hooks/use-chart.ts'
import { useFormatTime } from '../../../time/use-format-time.ts'
import { composingTexts } from '../compose/compose-texts.ts'
import { absenceOf, mayBePregnant, pregnancyAmong } from './order-context.ts'
import { type OrderContext, useOrderContext } from './use-order-context.ts'

const laboratory = ['filtration', 'creatinine', 'potassium', 'inr'] as const satisfies readonly Analyte[]

/** Weight, renal function, potassium, INR and pregnancy over list and composer, each with its time and age (ORD-10). */
export function ContextStrip({ patientId }: { readonly patientId: PatientId }) {
  const t = useTexts(composingTexts)
  const context = useOrderContext(patientId)
  const { results, vitals } = context
  const weight = latestWeight(vitals.rows)
  return (
    <Box
      component="section"
      aria-label={t('context')}
      sx={{ gridColumn: '1 / -1', bgcolor: 'background.paper', border: '1px solid', borderColor: 'line', borderRadius: 2 }}
    >
      <Box component="dl" sx={{ display: 'flex', flexWrap: 'wrap', margin: 0, padding: '5px 0' }}>
        <Fact label={t('weight')} at={weight?.effectiveAt ?? null} absent={stateOf(vitals, t('notRecorded'), t)}>
          {weight && <LabValue value={weight.value} unit={weight.unit} flagBeside={false} />}
        </Fact>
        {laboratory.map((analyte) => (
          <Reported key={analyte} analyte={analyte} latest={reportedOf(analyte, results.rows)[0] ?? null} results={results} />
        ))}
        <Pregnancy patientId={patientId} context={context} />
      </Box>
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
  const when = useFormatTime()
  return (
    <Box
      sx={{
        flex: '1 1 0',
        display: 'grid',
        gridTemplateColumns: 'auto minmax(0, 1fr)',
        alignItems: 'baseline',
        columnGap: 2,
        minWidth: 150,
        paddingInline: 3,
        '& + &': { borderInlineStart: '1px solid', borderColor: 'line' },
        '& small': { color: 'muted', fontSize: 11.5 },
      }}
    >
      <Box component="dt" sx={{ color: 'muted', fontSize: 12, lineHeight: '19px', whiteSpace: 'nowrap' }}>
        {label}
      </Box>
      <Box component="dd" sx={{ margin: 0, minHeight: 19, whiteSpace: 'nowrap' }}>
        {children || <small>{absent}</small>}
      </Box>
      {/* The line stands there empty too: a value that arrives moves nothing under the pointer (PERF-3). */}
      <Box component="dd" sx={{ gridColumn: '1 / -1', margin: 0, minHeight: 16, fontSize: 11.5, lineHeight: '16px', whiteSpace: 'nowrap' }}>
        {at && children && (
          <small>
            <Clin>{when(at)}</Clin> · <TimeAgo at={at} />
          </small>
        )}
      </Box>
    </Box>
  )
}
