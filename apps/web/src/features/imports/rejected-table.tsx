import Box from '@mui/material/Box'
import { type ClinicalColumn, ClinicalTable, Loading } from '@wardline/ui'
import { useMemo } from 'react'
import { useTexts } from '../../i18n/define-texts.ts'
import { importTexts } from './texts.ts'
import type { Outputs } from './types.ts'
import { useImportReport } from './use-imports.ts'

type RejectedResource = Outputs['imports']['report']['setAside'][number]

/** Location and reason of each rejected resource; never its content. */
export function RejectedTable({ importId }: { importId: string }) {
  const t = useTexts(importTexts)
  const { data } = useImportReport(importId, true)
  const columns = useMemo<readonly ClinicalColumn<RejectedResource>[]>(
    () => [
      { id: 'file', header: t('file'), grow: 2, cell: ({ file }) => <bdi>{file}</bdi>, rowHeader: true },
      { id: 'index', header: t('index'), width: 80, align: 'end', cell: ({ index }) => index },
      { id: 'resource', header: t('resource'), width: 180, cell: ({ resourceType }) => resourceType ?? '–' },
      { id: 'path', header: t('path'), grow: 1, cell: ({ path }) => <bdi dir="ltr">{path}</bdi> },
      { id: 'reason', header: t('reason'), grow: 2, wrap: true, cell: ({ reason }) => <bdi dir="auto">{reason}</bdi> },
    ],
    [t],
  )
  if (!data) return <Loading rows={3} />
  const { setAside, progress } = data
  return (
    <Box sx={{ maxBlockSize: 360, overflow: 'auto', marginBlockStart: 2 }}>
      <ClinicalTable label={t('report')} rows={setAside} columns={columns} rowKey={({ file, index, path }) => `${file} ${index} ${path}`} />
      {setAside.length < progress.counts.failed && (
        <Box sx={{ color: 'muted', fontSize: 12, padding: 2 }}>
          {t('firstOnly', { shown: setAside.length, count: progress.counts.failed })}
        </Box>
      )}
    </Box>
  )
}
