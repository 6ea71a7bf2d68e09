import type { PatientRow, Subject } from '@wardline/events'
import type { PatientIdentity } from '@wardline/ui'

/** `FAMILY, Given`, the patient's name in rows and buttons (ID-12); the title is shown in the banner only. */
export const nameOf = ({ family, given }: Pick<PatientRow, 'family' | 'given'>): string => `${family.toUpperCase()}, ${given}`

const withoutTitle = (name: string): string => name.replace(/\s*\([^)]*\)$/, '')

const isRow = (patient: PatientRow | Subject): patient is PatientRow => 'family' in patient

/** Identifiers of a patient as the components expect them; in Arabic the Arabic name comes first (AR-7). */
export const identityOf = (patient: PatientRow | Subject, language: 'en' | 'ar' = 'en'): PatientIdentity => ({
  name: (language === 'ar' && patient.nameAr) || (isRow(patient) ? nameOf(patient) : withoutTitle(patient.name)),
  birthDate: patient.birthDate,
  sex: patient.sex,
  mrn: patient.mrn,
  deceasedAt: isRow(patient) ? patient.deceasedAt : null,
})
