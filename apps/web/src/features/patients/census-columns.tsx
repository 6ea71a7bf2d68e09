import Box from '@mui/material/Box'
import type { CensusRow } from '@wardline/events'
import { BornAndAge, type ClinicalColumn, Mrn, StatusChip, useFormats, useWords } from '@wardline/ui'
import { useMemo } from 'react'
import { identityOf } from '../../clinical/patient-identity.ts'
import { useTexts } from '../../i18n/define-texts.ts'
import { useLanguage } from '../../i18n/language.ts'
import { patientsTexts } from './texts.ts'

export interface CensusEntry {
  readonly row: CensusRow
  readonly nameAlert: boolean
}

const entries = { withAlert: new WeakMap<CensusRow, CensusEntry>(), withoutAlert: new WeakMap<CensusRow, CensusEntry>() }

/** Returns the same entry object for the same row, so that the table re-renders only changed rows. */
export function toCensusEntry(row: CensusRow, nameAlert: boolean): CensusEntry {
  const known = nameAlert ? entries.withAlert : entries.withoutAlert
  const entry = known.get(row) ?? { row, nameAlert }
  known.set(row, entry)
  return entry
}

/** Bed, registered name and two patient identifiers; the bed is not an identifier (ID-8). */
export function useCensusColumns(): readonly ClinicalColumn<CensusEntry>[] {
  const t = useTexts(patientsTexts)
  const { language } = useLanguage()
  const words = useWords()
  const formats = useFormats()
  return useMemo<readonly ClinicalColumn<CensusEntry>[]>(
    () => [
      { id: 'bed', header: t('bed'), width: 96, cell: ({ row }) => row.patient.bed ?? <Quiet>{t('noBed')}</Quiet> },
      {
        id: 'patient',
        header: t('patient'),
        minWidth: 240,
        grow: 2,
        rowHeader: true,
        cell: ({ row }) => <Name row={row} language={language} />,
      },
      {
        id: 'born',
        header: t('born'),
        width: 180,
        cell: ({ row }) => <BornAndAge {...identityOf(row.patient, language)} />,
      },
      { id: 'sex', header: t('sex'), width: 90, cell: ({ row }) => words.sexes[row.patient.sex] },
      { id: 'mrn', header: t('mrn'), width: 140, cell: ({ row }) => <Mrn mrn={row.patient.mrn} /> },
      {
        id: 'state',
        header: t('state'),
        width: 220,
        cell: ({ row, nameAlert }) => (
          <Box sx={{ display: 'flex', gap: 1 }}>
            {nameAlert && <StatusChip tone="warn">{t('nameAlert')}</StatusChip>}
            {row.patient.deceasedAt && <StatusChip>{t('died', { on: formats.date(row.patient.deceasedAt) })}</StatusChip>}
            {row.patient.isDeceased && !row.patient.deceasedAt && <StatusChip>{words.diedDateNotKnown}</StatusChip>}
          </Box>
        ),
      },
    ],
    [t, language, words, formats],
  )
}

function Name({ row, language }: { row: CensusRow; language: 'en' | 'ar' }) {
  const { name } = identityOf(row.patient, language)
  // The name in the other script.
  const other = row.patient.nameAr && identityOf(row.patient, language === 'ar' ? 'en' : 'ar').name
  return (
    <>
      <Box component="bdi" sx={{ fontWeight: 620 }}>
        {name}
      </Box>
      {other && (
        <Box component="span" sx={{ color: 'muted', marginInlineStart: 2 }}>
          <bdi>{other}</bdi>
        </Box>
      )}
    </>
  )
}

const Quiet = ({ children }: { children: React.ReactNode }) => (
  <Box component="span" sx={{ color: 'faint' }}>
    {children}
  </Box>
)
