/**
 * Codes of elements with a `required` binding in R4, which the structural validator does not check.
 * Source: hl7.org/fhir/R4, the value sets of these elements.
 */
const request = ['draft', 'active', 'on-hold', 'revoked', 'completed', 'entered-in-error', 'unknown']
const intent = ['proposal', 'plan', 'directive', 'order', 'original-order', 'reflex-order', 'filler-order', 'instance-order', 'option']
const eventStatus = ['preparation', 'in-progress', 'not-done', 'on-hold', 'stopped', 'completed', 'entered-in-error', 'unknown']
const financial = ['active', 'cancelled', 'draft', 'entered-in-error']
const gender = ['male', 'female', 'other', 'unknown']
const observation = ['registered', 'preliminary', 'final', 'amended', 'corrected', 'cancelled', 'entered-in-error', 'unknown']
const supply = ['active', 'on-hold', 'cancelled', 'completed', 'entered-in-error', 'stopped', 'draft', 'unknown']

export const requiredCodes: Readonly<Record<string, readonly string[]>> = {
  'AllergyIntolerance.type': ['allergy', 'intolerance'],
  'AllergyIntolerance.criticality': ['low', 'high', 'unable-to-assess'],
  'CarePlan.status': request,
  'CarePlan.intent': ['proposal', 'plan', 'order', 'option'],
  'CareTeam.status': ['proposed', 'active', 'suspended', 'inactive', 'entered-in-error'],
  'Claim.status': financial,
  'Claim.use': ['claim', 'preauthorization', 'predetermination'],
  'Coverage.status': financial,
  'Device.status': ['active', 'inactive', 'entered-in-error', 'unknown'],
  'DiagnosticReport.status': ['partial', 'appended', ...observation],
  'DocumentReference.status': ['current', 'superseded', 'entered-in-error'],
  'Encounter.status': ['planned', 'arrived', 'triaged', 'in-progress', 'onleave', 'finished', 'cancelled', 'entered-in-error', 'unknown'],
  'ExplanationOfBenefit.status': financial,
  'ExplanationOfBenefit.use': ['claim', 'preauthorization', 'predetermination'],
  'ExplanationOfBenefit.outcome': ['queued', 'complete', 'error', 'partial'],
  'Goal.lifecycleStatus': [
    'proposed',
    'planned',
    'accepted',
    'active',
    'on-hold',
    'completed',
    'cancelled',
    'entered-in-error',
    'rejected',
  ],
  'ImagingStudy.status': ['registered', 'available', 'cancelled', 'entered-in-error', 'unknown'],
  'Immunization.status': ['completed', 'entered-in-error', 'not-done'],
  'Location.status': ['active', 'suspended', 'inactive'],
  'Location.mode': ['instance', 'kind'],
  'MedicationAdministration.status': ['in-progress', 'not-done', 'on-hold', 'completed', 'entered-in-error', 'stopped', 'unknown'],
  'MedicationDispense.status': [
    'preparation',
    'in-progress',
    'cancelled',
    'on-hold',
    'completed',
    'entered-in-error',
    'stopped',
    'declined',
    'unknown',
  ],
  'MedicationRequest.status': supply,
  'MedicationRequest.intent': ['proposal', 'plan', 'order', 'original-order', 'reflex-order', 'filler-order', 'instance-order', 'option'],
  'MedicationRequest.priority': ['routine', 'urgent', 'asap', 'stat'],
  'MedicationStatement.status': ['active', 'completed', 'entered-in-error', 'intended', 'stopped', 'on-hold', 'unknown', 'not-taken'],
  'Observation.status': observation,
  'Patient.gender': gender,
  'Practitioner.gender': gender,
  'Procedure.status': eventStatus,
  'RelatedPerson.gender': gender,
  'ServiceRequest.status': request,
  'ServiceRequest.intent': intent,
  'ServiceRequest.priority': ['routine', 'urgent', 'asap', 'stat'],
  'Specimen.status': ['available', 'unavailable', 'unsatisfactory', 'entered-in-error'],
  'Task.status': [
    'draft',
    'requested',
    'received',
    'accepted',
    'rejected',
    'ready',
    'cancelled',
    'in-progress',
    'on-hold',
    'failed',
    'completed',
    'entered-in-error',
  ],
  'Task.intent': ['unknown', ...intent],
}
