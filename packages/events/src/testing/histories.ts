import type { ClinicalEvent } from '../catalog/index.ts'
import * as samples from '../catalog/samples.ts'
import type { Subject } from '../envelope.ts'
import { otherSystems } from './other-systems.ts'
import { chanceFrom } from './random.ts'
import { onTheWard } from './ward-steps.ts'
import { about, amal, type SimulatedStep, type SimulatedWard, tell } from './ward-story.ts'

/* Random event histories of a ward, generated from a seed. */

const acts: readonly SimulatedStep[] = [...onTheWard, ...otherSystems]

/** Admits patients and generates `length` events about them; deterministic for the given arguments. */
export function wardHistory(
  seed: number,
  options: { readonly patients?: number; readonly length?: number } = {},
): readonly ClinicalEvent[] {
  const ward: SimulatedWard = { chance: chanceFrom(seed), resources: new Map(), subjects: [], events: [] }
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
    tell(ward, 'patient.created', subject, amal, { ...samples.samplePatient(), id: subject.patientId }, {})
    tell(
      ward,
      'encounter.started',
      subject,
      amal,
      { ...samples.sampleEncounter(), id: `${subject.patientId}-encounter`, subject: about(subject) },
      { fromUnitId: null },
    )
  }
  const admitted = ward.events.length
  for (let tries = 0; ward.events.length < admitted + (options.length ?? 30) && tries < 2_000; tries++)
    ward.chance.oneOf(acts)(ward, ward.chance.oneOf(ward.subjects))
  return ward.events
}
