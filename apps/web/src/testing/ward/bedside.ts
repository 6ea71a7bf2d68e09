import { idOf, type Subject, staff, systems, type VitalSign, vitalSigns } from '@wardline/events'
import { samples } from '@wardline/events/testing'
import type { AllergyIntolerance, Observation } from 'fhir/r4'
import type { Api } from './api-types.ts'
import { patientOf } from './drafts.ts'
import type { Ward } from './ward.ts'

const text = (words: string) => ({ text: words })

/** What is written at the bedside: problems, allergies, vital signs, and who has an alert. */
export function bedsideOf(ward: Ward) {
  const vital = (subject: Subject, sign: VitalSign, value: number, at: string): Observation => ({
    ...samples.sampleVital(),
    id: ward.newId('vital'),
    subject: patientOf(subject),
    code: { coding: [{ system: systems.loinc, code: vitalSigns[sign].code }], text: vitalSigns[sign].display },
    effectiveDateTime: at,
    issued: new Date().toISOString(),
    valueQuantity: { value, unit: vitalSigns[sign].unit },
    interpretation: [],
  })

  const problems: Omit<Api['problems'], 'list'> = {
    add: (by, { commandId, patientId, text: words, onset }) => {
      const subject = ward.subject(patientId)
      const resource = {
        ...samples.sampleCondition(),
        id: ward.newId('problem'),
        subject: patientOf(subject),
        code: text(words),
        onsetDateTime: onset ?? undefined,
        recorder: staff(by),
        recordedDate: new Date().toISOString(),
      }
      return { ...ward.record(by, commandId, subject, [{ type: 'diagnosis.added', resource, data: {} }]), problemId: resource.id }
    },
    resolve: (by, { commandId, patientId, problemId, versionId }) => {
      const found = ward.read('Condition', problemId)
      ward.unchanged(found, versionId)
      const resource = {
        ...found,
        clinicalStatus: { coding: [{ system: systems.conditionClinical, code: 'resolved' }] },
        abatementDateTime: new Date().toISOString(),
      }
      return ward.record(by, commandId, ward.subject(patientId), [{ type: 'diagnosis.resolved', resource, data: {} }])
    },
  }

  const allergies: Omit<Api['allergies'], 'list'> = {
    add: (by, { commandId, patientId, substance, criticality, reaction, severity, type }) => {
      const subject = ward.subject(patientId)
      const resource: AllergyIntolerance = {
        ...samples.sampleAllergy(),
        id: ward.newId('allergy'),
        patient: patientOf(subject),
        type,
        criticality,
        code: text(substance),
        recorder: staff(by),
        recordedDate: new Date().toISOString(),
        reaction: reaction ? [{ manifestation: [text(reaction)], ...(severity ? { severity } : {}) }] : [],
      }
      return { ...ward.record(by, commandId, subject, [{ type: 'patient.allergy.added', resource, data: {} }]), allergyId: resource.id }
    },
    remove: (by, { commandId, patientId, allergyId, versionId, reason }) => {
      const found = ward.read('AllergyIntolerance', allergyId)
      ward.unchanged(found, versionId)
      const resource = { ...found, clinicalStatus: { coding: [{ system: systems.allergyClinical, code: 'resolved' }] } }
      return ward.record(by, commandId, ward.subject(patientId), [{ type: 'patient.allergy.removed', resource, data: { reason } }])
    },
  }

  const vitals: Omit<Api['vitals'], 'list'> = {
    record: (by, { commandId, patientId, values, effectiveAt }) => {
      const subject = ward.subject(patientId)
      const taken = (Object.entries(values) as [VitalSign, number | null][]).flatMap(([sign, value]) =>
        value === null ? [] : [vital(subject, sign, value, effectiveAt)],
      )
      const [first, ...others] = taken as [Observation, ...Observation[]]
      const applied = ward.record(by, commandId, subject, [
        { type: 'encounter.vitals.recorded', resource: first, related: others, data: {} },
      ])
      return { ...applied, observationIds: taken.map(({ id }) => id ?? ''), alertIds: [] }
    },
  }

  return { problems, allergies, vitals, subjectOf: (reference: Parameters<typeof idOf>[0]) => ward.subject(idOf(reference) ?? '') }
}
