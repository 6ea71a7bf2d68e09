import Box from '@mui/material/Box'
import { Empty, Failed, Loading, Refused } from '@wardline/ui'
import { problemOf, useProblemText } from '../../api/refusals.ts'
import { useTexts } from '../../i18n/define-texts.ts'
import { ChooseFiles } from './choose-files.tsx'
import { ImportItem } from './import-item.tsx'
import { importTexts } from './texts.ts'
import { useImports } from './use-imports.ts'

/** Imports patients from FHIR files, with the same progress and report as the command line. */
export function ImportsPage() {
  const t = useTexts(importTexts)
  const problemText = useProblemText()
  const { data, error, refetch } = useImports()
  const problem = error ? problemOf(error) : null

  return (
    <Box sx={{ padding: 4, display: 'grid', gap: 4, maxInlineSize: 1100 }}>
      <Box component="h1" sx={{ margin: 0, fontSize: 16, fontWeight: 680 }}>
        {t('title')}
      </Box>
      {problem?.kind === 'refusal' ? (
        <Refused reason={problemText(problem)} />
      ) : (
        <>
          <ChooseFiles onSent={() => void refetch()} />
          <Box component="section" aria-label={t('list')} sx={{ display: 'grid', gap: 2 }}>
            <Box component="h2" sx={{ margin: 0, fontSize: 14, fontWeight: 640 }}>
              {t('list')}
            </Box>
            {data ? (
              data.rows.map((row) => <ImportItem key={row.importId} row={row} />)
            ) : problem ? (
              <Failed reference={problem.kind === 'bug' ? problem.requestId : null} onRetry={() => void refetch()} />
            ) : (
              <Loading rows={2} />
            )}
            {data?.rows.length === 0 && <Empty title={t('none')} />}
          </Box>
        </>
      )}
    </Box>
  )
}
