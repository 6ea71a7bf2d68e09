import type { PatientRow, Subject } from '@wardline/events'
import type { PatientIdentity } from '@wardline/ui'

const withoutTitle = (name: string): string => name.replace(/\s*\([^)]*\)$/, '')

const isRow = (patient: PatientRow | Subject): patient is PatientRow => 'family' in patient

/** Identifiers of a patient as the components expect them; in Arabic the Arabic name comes first (AR-7). */
export const identityOf = (patient: PatientRow | Subject, language: 'en' | 'ar' = 'en'): PatientIdentity => ({
  name: (language === 'ar' && patient.nameAr) || (isRow(patient) ? patient.name : withoutTitle(patient.name)),
  birthDate: patient.birthDate,
  sex: patient.sex,
  mrn: patient.mrn,
  isDeceased: patient.isDeceased ?? patient.deceasedAt !== null,
  deceasedAt: patient.deceasedAt,
})
