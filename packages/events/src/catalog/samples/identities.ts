import type { Communication } from 'fhir/r4'
import { referTo, type Stored } from '../../fhir.ts'

/* Parts of the sample resources: version, patient and staff. All samples are of one patient. */
export const versioned = { versionId: '1', lastUpdated: '2026-11-20T20:41:00.000Z' }

export const jane = referTo('Patient', 'p-jane', 'SMITH, Jane (Mrs)')

export const sampleStaff = {
  amal: { userId: 'u-amal', name: 'Dr Amal Hassan' },
  omar: { userId: 'u-omar', name: 'Omar Farouk' },
}

export const baseCommunication = (id: string): Stored<Communication> => ({
  resourceType: 'Communication',
  id,
  meta: versioned,
  status: 'completed',
  subject: jane,
  sent: '2026-11-20T20:59:00.000Z',
})
