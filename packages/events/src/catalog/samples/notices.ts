import type { Appointment, Communication, Flag } from 'fhir/r4'
import { type Stored, staff } from '../../fhir.ts'
import { baseCommunication, jane, sampleStaff, versioned } from './identities.ts'

const { omar } = sampleStaff

export const sampleNotice = (): Stored<Communication> => ({
  ...baseCommunication('co-1'),
  recipient: [staff(omar)],
  medium: [{ text: 'SMS' }],
})

export const sampleSystemNotice = (): Stored<Communication> => ({
  resourceType: 'Communication',
  id: 'notice-dead-letters',
  meta: versioned,
  status: 'in-progress',
  category: [{ text: 'dead-letters' }],
  sent: '2026-11-20T20:59:00.000Z',
})

export const sampleAppointment = (): Stored<Appointment> => ({
  resourceType: 'Appointment',
  id: 'ap-1',
  meta: versioned,
  status: 'booked',
  start: '2026-12-02T08:30:00.000Z',
  end: '2026-12-02T08:50:00.000Z',
  participant: [{ actor: jane, status: 'accepted' }],
})

export const sampleFlag = (): Stored<Flag> => ({
  resourceType: 'Flag',
  id: 'fl-1',
  meta: versioned,
  status: 'active',
  code: { text: 'Early warning score 7' },
  subject: jane,
})
