import Box from '@mui/material/Box'
import type { TabPageProps } from '../../navigation/define-tab.ts'
import { AllergiesCard } from './allergies/allergies-card.tsx'
import { ProblemsCard } from './problems/problems-card.tsx'
import { CareTeamCard } from './summary/care-team-card.tsx'
import { EncountersCard } from './summary/encounters-card.tsx'
import { MedicinesCard } from './summary/medicines-card.tsx'
import { OrdersCard } from './summary/orders-card.tsx'
import { ResultsCard } from './summary/results-card.tsx'
import { VitalsCard } from './vitals/vitals-card.tsx'

/**
 * Summary of the patient, in three columns from 1200 px. Every card has its position and height before its rows arrive,
 * so that late data does not shift the layout (PERF-3); overflow scrolls inside the card.
 */
export function ChartTab({ patientId }: TabPageProps) {
  return (
    <Box
      sx={{
        blockSize: '100%',
        overflow: 'auto',
        display: 'grid',
        gap: 3,
        padding: 3,
        gridTemplateColumns: {
          xs: 'minmax(0, 1fr)',
          md: 'repeat(2, minmax(0, 1fr))',
          lg: 'minmax(0, 1fr) minmax(0, 1.3fr) minmax(0, 1fr)',
        },
        gridAutoRows: 'minmax(220px, auto)',
        gridTemplateRows: { lg: 'minmax(316px, 1.25fr) minmax(236px, 1fr) minmax(150px, .6fr)' },
        '& > *': { minBlockSize: 0, maxBlockSize: { xs: 420, lg: 'none' } },
        '@media print': { display: 'block', padding: 0, '& > *': { marginBlockEnd: '4mm' } },
      }}
    >
      <VitalsCard patientId={patientId} />
      <ResultsCard patientId={patientId} />
      <MedicinesCard patientId={patientId} />
      <ProblemsCard patientId={patientId} />
      <OrdersCard patientId={patientId} />
      <AllergiesCard patientId={patientId} />
      <Box sx={{ display: 'grid', gridColumn: { lg: 'span 2' } }}>
        <EncountersCard patientId={patientId} />
      </Box>
      <CareTeamCard patientId={patientId} />
    </Box>
  )
}
