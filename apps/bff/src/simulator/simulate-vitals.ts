import { type RecordVitals, type VitalSign, vitalSigns } from '@wardline/events'
import { commandId, randomInpatient, type SimulatedAction } from './simulated-unit.ts'

const variation: Record<VitalSign, number> = {
  respiratoryRate: 2,
  oxygenSaturation: 1,
  systolic: 6,
  diastolic: 4,
  pulse: 5,
  temperature: 0.2,
  weight: 0,
}
/** Values used for a patient without previous measurements. */
const defaultValues: Record<VitalSign, number> = {
  respiratoryRate: 16,
  oxygenSaturation: 97,
  systolic: 124,
  diastolic: 76,
  pulse: 78,
  temperature: 36.8,
  weight: 70,
}

/** Records a set of vital signs near the last ones, within the limits that need no confirmation. */
export const recordVitals: SimulatedAction = async (ward) => {
  const patient = await randomInpatient(ward)
  if (!patient) return false
  const { rows } = await ward.nurse.vitals.list({ patientId: patient.patientId, limit: 40 })
  const last = (sign: VitalSign): number => {
    const row = rows.find(({ code }) => code === vitalSigns[sign].code)
    const pressure =
      sign === 'systolic' || sign === 'diastolic'
        ? rows.find(({ value }) => value?.includes('/'))?.value?.split('/')[sign === 'systolic' ? 0 : 1]
        : null
    return Number(pressure ?? row?.number ?? defaultValues[sign])
  }
  const measured = (sign: VitalSign): number => {
    const [low, high] = vitalSigns[sign].soft
    const value = last(sign) + ward.chance.noise() * variation[sign]
    return Number(Math.min(high, Math.max(low, value)).toFixed(sign === 'temperature' ? 1 : 0))
  }
  const measuredSigns: readonly VitalSign[] = ['respiratoryRate', 'oxygenSaturation', 'systolic', 'diastolic', 'pulse', 'temperature']
  const values = Object.fromEntries(
    Object.keys(vitalSigns).map((sign) => [sign, measuredSigns.includes(sign as VitalSign) ? measured(sign as VitalSign) : null]),
  )
  await ward.nurse.vitals.record({
    commandId: commandId(ward),
    patientId: patient.patientId,
    effectiveAt: ward.now().toISOString(),
    values: values as RecordVitals['values'],
    confirmed: [],
  })
  return true
}
