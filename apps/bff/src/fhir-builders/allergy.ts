import { staff, systems, type WithId } from '@wardline/events'
import type { AllergyIntolerance } from 'fhir/r4'
import type { CommandContext } from '../commands/command-context.ts'
import { patientOf } from './authorship.ts'

/** What a statement on allergies says: the substance with its reaction, or that none is known. */
export type AllergyContent = Pick<AllergyIntolerance, 'code' | 'type' | 'criticality' | 'reaction'>

/** Returns a confirmed, active statement on the patient's allergies by its recorder. */
export const buildAllergy = (
  allergyId: string,
  content: AllergyContent,
  { subject, by, at }: CommandContext,
): WithId<AllergyIntolerance> => ({
  resourceType: 'AllergyIntolerance',
  id: allergyId,
  clinicalStatus: { coding: [{ system: systems.allergyClinical, code: 'active' }] },
  ...verificationOf('confirmed'),
  ...content,
  patient: patientOf(subject),
  recordedDate: at,
  recorder: staff(by),
})

export const verificationOf = (code: 'confirmed' | 'refuted' | 'entered-in-error'): Pick<AllergyIntolerance, 'verificationStatus'> => ({
  verificationStatus: { coding: [{ system: systems.allergyVerification, code }] },
})
