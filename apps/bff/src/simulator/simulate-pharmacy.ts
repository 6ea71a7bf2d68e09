import type { MedicationRow } from '@wardline/events'
import { formulary } from '../reference-data/medications/formulary.ts'
import {
  commandId,
  MAX_OPEN,
  randomInpatient,
  requestedBySimulator,
  type SimulatedAction,
  type SimulationContext,
} from './simulated-unit.ts'

const commonMedicines = [
  'paracetamol',
  'ondansetron',
  'omeprazole',
  'amlodipine',
  'lactulose',
  'metoclopramide',
  'folic acid',
  'loratadine',
]

const openPrescriptions = async (ward: SimulationContext): Promise<readonly MedicationRow[]> =>
  requestedBySimulator(ward, (await ward.pharmacist.pharmacy.queue({ limit: 200 })).rows).filter(
    ({ stage }) => stage === 'unverified' || stage === 'verified' || stage === 'ready',
  )

export const prescribeMedication: SimulatedAction = async (ward) => {
  const patient = (await openPrescriptions(ward)).length < MAX_OPEN ? await randomInpatient(ward) : null
  const generic = ward.chance.oneOf(commonMedicines)
  const drug = formulary.find((entry) => entry.generic === generic)
  if (!patient || !drug) return false
  const { value, unit, route, frequency } = drug.usual
  await ward.physician.medications.prescribe({
    commandId: commandId(ward),
    patientId: patient.patientId,
    drugId: drug.id,
    dose: { value, unit },
    route,
    frequency,
    durationDays: 3,
    asNeededReason: null,
    priority: 'routine',
    indication: 'symptom relief',
    note: null,
    duplicateReason: null,
  })
  return true
}

/** Advances one prescription by one pharmacy step. */
export const advancePrescription: SimulatedAction = async (ward) => {
  const open = await openPrescriptions(ward)
  if (open.length === 0) return false
  const row = ward.chance.oneOf(open)
  const about = { commandId: commandId(ward), prescriptionId: row.id }
  if (row.stage === 'unverified' && !row.claim) await ward.pharmacist.pharmacy.claim({ ...about, reason: null })
  else if (row.stage === 'unverified') await ward.pharmacist.pharmacy.verify({ ...about, versionId: row.versionId, note: null })
  else if (row.stage === 'verified') await ward.pharmacist.pharmacy.prepare({ ...about, lot: null, expires: null })
  else
    await ward.pharmacist.pharmacy.dispense({
      ...about,
      quantity: { value: row.supply?.value ?? 1, unit: row.supply?.unit ?? 'unit' },
      daysSupply: 3,
      duplicateReason: null,
    })
  return true
}
