import type { OrderRow } from '@wardline/events'
import { AnnouncerProvider, type PatientIdentity, WardlineThemeProvider } from '@wardline/ui'
import type { ReactNode } from 'react'

export const jane: PatientIdentity = { name: 'SMITH, Jane', birthDate: '1959-03-14', sex: 'female', mrn: '1297287652' }

/** Returns a laboratory order as a row of the list. */
export const anOrder = (over: Partial<OrderRow> = {}): OrderRow => ({
  id: 'o-1',
  versionId: '1',
  commandId: null,
  patientId: 'p-jane',
  code: '2823-3',
  display: 'Potassium',
  category: 'laboratory',
  priority: 'routine',
  status: 'active',
  fulfilment: { step: 'requested', at: null, by: null },
  authoredAt: '2026-11-20T20:30:00.000Z',
  requester: { userId: 'u-amal', name: 'Dr Amal Hassan' },
  indication: null,
  note: null,
  requisition: null,
  reportId: null,
  cancelReason: null,
  duplicateReason: null,
  limit: null,
  unchecked: [],
  changedBy: 'Dr Amal Hassan',
  changedAt: '2026-11-20T20:30:00.000Z',
  ...over,
})

/** Theme and live regions that a sheet needs. */
export const TestProviders = ({ children }: { readonly children: ReactNode }) => (
  <WardlineThemeProvider direction="ltr">
    <AnnouncerProvider>{children}</AnnouncerProvider>
  </WardlineThemeProvider>
)
