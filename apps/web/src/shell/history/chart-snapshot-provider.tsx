import Box from '@mui/material/Box'
import { QueryClientProvider } from '@tanstack/react-query'
import type { PatientId } from '@wardline/events'
import { FacilityProvider, useFacility } from '@wardline/ui'
import { type ReactNode, useEffect, useState } from 'react'
import { TRPCProvider, useTRPC } from '../../api/trpc.ts'
import { useTexts } from '../../i18n/define-texts.ts'
import { KeysDisabled } from '../../keyboard/keys.ts'
import { type ChartSnapshot, openChartSnapshot } from '../../sync/cache/chart-snapshot-context.ts'
import { ClinicalWorkflowProvider, useUser } from '../../sync/workflow-context.tsx'
import { historyTexts } from './texts.ts'

interface ChartSnapshotProviderProps {
  readonly patientId: PatientId
  readonly snapshot: ChartSnapshot
  readonly children: ReactNode
}

/**
 * Shows chart pages at an earlier time: their lists are historical, their clock shows that time, and no query or
 * command reaches the server. The pages need no changes. A different time needs a new provider (`key`).
 */
export function ChartSnapshotProvider({ patientId, snapshot, children }: ChartSnapshotProviderProps) {
  const trpc = useTRPC()
  const user = useUser()
  const { timeZone } = useFacility()
  const [{ queries, client, workflow }] = useState(() => openChartSnapshot(trpc, patientId, snapshot))
  const [offsetMs] = useState(() => Date.parse(snapshot.recordedAt ?? new Date(0).toISOString()) - Date.now())
  useEffect(() => () => workflow.stop(), [workflow])
  return (
    <QueryClientProvider client={queries}>
      <TRPCProvider queryClient={queries} trpcClient={client}>
        <ClinicalWorkflowProvider workflow={workflow} user={user}>
          <FacilityProvider {...(timeZone ? { timeZone } : {})} offsetMs={offsetMs}>
            {children}
          </FacilityProvider>
        </ClinicalWorkflowProvider>
      </TRPCProvider>
    </QueryClientProvider>
  )
}

/** A page that can be read and scrolled, with every control disabled. */
export function ReadOnlyRegion({ children }: { children: ReactNode }) {
  const t = useTexts(historyTexts)
  return (
    <KeysDisabled value={true}>
      <Box
        component="fieldset"
        disabled
        aria-label={t('title')}
        sx={{
          flex: 1,
          minBlockSize: 0,
          minInlineSize: 0,
          margin: 0,
          padding: 0,
          border: 0,
          display: 'flex',
          flexDirection: 'column',
          boxShadow: (theme) => `inset 0 0 0 2px ${theme.vars?.palette.warn.main}`,
          '& button:disabled': { opacity: 0.45, cursor: 'not-allowed', pointerEvents: 'none' },
        }}
      >
        {children}
      </Box>
    </KeysDisabled>
  )
}
