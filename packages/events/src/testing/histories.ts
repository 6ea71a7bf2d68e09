import type { ClinicalEvent } from '../catalog/index.ts'
import * as samples from '../catalog/samples/index.ts'
import type { Subject } from '../envelope.ts'
import { otherSystemSteps } from './other-systems.ts'
import { randomFrom } from './random.ts'
import { about, amal, recordEvent, type SimulatedStep, type SimulatedWard } from './simulated-ward.ts'
import { wardSteps } from './ward-steps.ts'

/* Random event histories of a ward, generated from a seed. */

const steps: readonly SimulatedStep[] = [...wardSteps, ...otherSystemSteps]

/** Admits patients and generates `length` events about them; deterministic for the given arguments. */
export function wardHistory(
  seed: number,
  options: { readonly patients?: number; readonly length?: number } = {},
): readonly ClinicalEvent[] {
  const ward: SimulatedWard = { chance: randomFrom(seed), resources: new Map(), subjects: [], events: [] }
  for (let n = 0; n < (options.patients ?? 2); n++) {
    const subject: Subject = {
      patientId: `p-${n}` as Subject['patientId'],
      mrn: `10000000${n}`,
      name: `PATIENT, Number ${n}`,
      nameAr: null,
      birthDate: '1970-01-01',
      sex: 'female',
      deceasedAt: null,
      unitId: 'ward-3' as Subject['unitId'],
      unitName: 'ward-3',
      bed: `Bed ${n}`,
    }
    ward.subjects.push(subject)
    recordEvent(ward, 'patient.created', subject, amal, { ...samples.samplePatient(), id: subject.patientId }, {})
    recordEvent(
      ward,
      'encounter.started',
      subject,
      amal,
      { ...samples.sampleEncounter(), id: `${subject.patientId}-encounter`, subject: about(subject) },
      { fromUnitId: null },
    )
  }
  const admitted = ward.events.length
  for (let attempts = 0; ward.events.length < admitted + (options.length ?? 30) && attempts < 2_000; attempts++)
    ward.chance.oneOf(steps)(ward, ward.chance.oneOf(ward.subjects))
  return ward.events
}
