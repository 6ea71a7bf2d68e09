import Box from '@mui/material/Box'
import { Clin, FlagChip, LabValue, useFormats } from '@wardline/ui'
import { useTexts } from '../../../i18n/define-texts.ts'
import { ListState } from '../../../lists/list-state.tsx'
import { itemTexts } from '../texts.ts'
import { type RelevantResult, relevantResults } from './relevant-results.ts'
import { Section } from './section.tsx'
import type { PatientContext } from './use-patient-context.ts'

/** Potassium, renal function, INR and the analytes relevant to this medicine, with collection time and previous value (PHQ-9). */
export function LaboratorySection({ generic, results }: { generic: string; results: PatientContext['results'] }) {
  const t = useTexts(itemTexts)
  const relevant = relevantResults(generic, results.rows)
  return (
    <Section title={t('laboratory')}>
      <ListState list={results} expected={4} showsStale={false}>
        <Box
          component="table"
          sx={{ inlineSize: '100%', borderCollapse: 'collapse', '& td, & th': { paddingBlock: '4px', textAlign: 'start' } }}
        >
          <tbody>
            {relevant.map((result) => (
              <AnalyteRow key={result.analyte} result={result} />
            ))}
          </tbody>
        </Box>
      </ListState>
    </Section>
  )
}

function AnalyteRow({ result: { analyte, latest, previous } }: { result: RelevantResult }) {
  const t = useTexts(itemTexts)
  const formats = useFormats()
  return (
    <Box
      component="tr"
      sx={{ '& + &': { borderBlockStart: '1px solid', borderColor: 'line' }, '& small': { color: 'muted', fontSize: 11.5 } }}
    >
      <Box component="th" scope="row" sx={{ fontWeight: 450 }}>
        {t(analyte)}
      </Box>
      <Box component="td" sx={{ inlineSize: 34 }}>
        {latest && <FlagChip flag={latest.flag} />}
      </Box>
      <td>
        {latest ? (
          <LabValue value={latest.value} unit={latest.unit} flag={latest.flag} status={latest.status} flagBeside={false} />
        ) : (
          <small>{t('notReported')}</small>
        )}
        {previous?.value && (
          <>
            {' '}
            <Box component="small" sx={{ whiteSpace: 'nowrap', marginInlineStart: 1 }}>
              {t('before', { value: previous.value })}
            </Box>
          </>
        )}
      </td>
      <Box component="td" sx={{ whiteSpace: 'nowrap' }}>
        {latest && (
          <small>
            <Clin>
              {formats.isToday(latest.collectedAt)
                ? formats.time(latest.collectedAt)
                : formats.dateTime(latest.collectedAt, { year: false })}
            </Clin>
          </small>
        )}
      </Box>
    </Box>
  )
}
