import type { PatientRow, Subject } from '@wardline/events'
import type { PatientIdentity } from '@wardline/ui'

/** `FAMILY, Given`, as every row and button names the patient (ID-12); the title stands in the banner alone. */
export const nameOf = ({ family, given }: Pick<PatientRow, 'family' | 'given'>): string => `${family.toUpperCase()}, ${given}`

const withoutTitle = (name: string): string => name.replace(/\s*\([^)]*\)$/, '')

const isRow = (patient: PatientRow | Subject): patient is PatientRow => 'family' in patient

/** The identifiers of a patient for the furniture; the registered script comes first in Arabic (AR-7). */
export const identityOf = (patient: PatientRow | Subject, language: 'en' | 'ar' = 'en'): PatientIdentity => ({
  name: (language === 'ar' && patient.nameAr) || (isRow(patient) ? nameOf(patient) : withoutTitle(patient.name)),
  birthDate: patient.birthDate,
  sex: patient.sex,
  mrn: patient.mrn,
  deceasedAt: isRow(patient) ? patient.deceasedAt : null,
})
