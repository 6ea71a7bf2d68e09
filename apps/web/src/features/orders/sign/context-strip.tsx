import Box from '@mui/material/Box'
import type { PatientId, ResultRow } from '@wardline/events'
import { Clin, LabValue, TimeAgo, useServerNow } from '@wardline/ui'
import type { ReactNode } from 'react'
import { type Analyte, latestWeight, reportedOf } from '../../../clinical/patient-values.ts'
import { useTexts } from '../../../i18n/define-texts.ts'
import { useChart } from '../../../sync/hooks/use-chart.ts'
import { useFormatTime } from '../../../time/use-format-time.ts'
import { composingTexts } from '../compose/compose-texts.ts'
import { absenceReason, activePregnancyIn, mayBePregnant } from './order-context.ts'
import { type OrderContext, useOrderContext } from './use-order-context.ts'

const labAnalytes = ['filtration', 'creatinine', 'potassium', 'inr'] as const satisfies readonly Analyte[]

/** Weight, renal function, potassium, INR and pregnancy, each with its time and age (ORD-10). */
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
        <Fact label={t('weight')} at={weight?.effectiveAt ?? null} placeholder={placeholderFor(vitals, t('notRecorded'), t)}>
          {weight && <LabValue value={weight.value} unit={weight.unit} flagBeside={false} />}
        </Fact>
        {labAnalytes.map((analyte) => (
          <LabResult key={analyte} analyte={analyte} latest={reportedOf(analyte, results.rows)[0] ?? null} results={results} />
        ))}
        <Pregnancy patientId={patientId} context={context} />
      </Box>
    </Box>
  )
}

type ComposingTranslate = ReturnType<typeof useTexts<(typeof composingTexts)['en']>>

/** Returns the text for a missing value: loading, absent and failed differ (CHT-2). */
const placeholderFor = ({ status }: { readonly status: string }, placeholder: string, t: ComposingTranslate) =>
  status === 'loading' ? '…' : status === 'ready' ? placeholder : t('cannotLoad')

interface LabResultProps {
  readonly analyte: (typeof labAnalytes)[number]
  readonly latest: ResultRow | null
  readonly results: OrderContext['results']
}

function LabResult({ analyte, latest, results }: LabResultProps) {
  const t = useTexts(composingTexts)
  return (
    <Fact label={t(analyte)} at={latest?.collectedAt ?? null} placeholder={placeholderFor(results, t(absenceReason(results)), t)}>
      {latest && <LabValue value={latest.value} unit={latest.unit} flag={latest.flag} status={latest.status} />}
    </Fact>
  )
}

/** Shown only for patients who could be pregnant; “not recorded” is shown, never left out. */
function Pregnancy({ patientId, context }: { readonly patientId: PatientId; readonly context: OrderContext }) {
  const t = useTexts(composingTexts)
  const { patient } = useChart(patientId)
  const now = useServerNow(60_000)
  if (!patient || !mayBePregnant(patient, now)) return null
  const problem = activePregnancyIn(context.problems.rows)
  const [test] = reportedOf('hcg', context.results.rows)
  const at = problem ? (problem.recordedAt ?? problem.onsetAt) : (test?.collectedAt ?? null)
  return (
    <Fact label={t('pregnancy')} at={at} placeholder={placeholderFor(context.problems, t('notRecorded'), t)}>
      {problem ? <b>{t('pregnant')}</b> : test && <LabValue value={test.value} unit={test.unit} flag={test.flag} />}
    </Fact>
  )
}

interface FactProps {
  readonly label: string
  readonly at: string | null
  readonly placeholder: string
  readonly children: ReactNode
}

function Fact({ label, at, placeholder, children }: FactProps) {
  const formatTime = useFormatTime()
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
        {children || <small>{placeholder}</small>}
      </Box>
      {/* The line keeps its height when empty, so that an arriving value does not shift the layout (PERF-3). */}
      <Box component="dd" sx={{ gridColumn: '1 / -1', margin: 0, minHeight: 16, fontSize: 11.5, lineHeight: '16px', whiteSpace: 'nowrap' }}>
        {at && children && (
          <small>
            <Clin>{formatTime(at)}</Clin> · <TimeAgo at={at} />
          </small>
        )}
      </Box>
    </Box>
  )
}
