import type { WithId } from '@wardline/events'
import type { Patient } from 'fhir/r4'
import type { Resources } from '../../commands/authenticated-context.ts'
import { isAnotherPerson } from './import-identity.ts'

interface Owners {
  /** Files whose Patient is the person that the id belongs to. */
  readonly accepted: Set<string>
  /** Files whose Patient has the id but is another person. */
  readonly rejected: Set<string>
}

/**
 * Whose id a patient id is. A file may name a patient by an id that belongs to another person on record or in another file: its
 * Patient and everything about it are set aside, because they would overwrite and join the chart of the other person.
 */
export class PatientIdentities {
  readonly #resources: Pick<Resources, 'read'>
  readonly #patients = new Map<string, WithId<Patient>>()
  readonly #owners = new Map<string, Owners>()

  constructor(resources: Pick<Resources, 'read'>) {
    this.#resources = resources
  }

  /** The accepted patients of the files, by id. */
  get patients(): ReadonlyMap<string, WithId<Patient>> {
    return this.#patients
  }

  async add(file: string, id: string, patient: WithId<Patient>): Promise<void> {
    const owners = this.#owners.get(id) ?? { accepted: new Set(), rejected: new Set() }
    this.#owners.set(id, owners)
    const known = this.#patients.get(id) ?? (await this.#resources.read('Patient', id))
    if (known && isAnotherPerson(patient, known)) owners.rejected.add(file)
    else {
      owners.accepted.add(file)
      this.#patients.set(id, patient)
    }
  }

  /** Whether what a file says of this patient id is about the person the id belongs to. */
  isOwner(file: string, id: string): boolean {
    const owners = this.#owners.get(id)
    return !owners || owners.rejected.size === 0 || (owners.accepted.has(file) && !owners.rejected.has(file))
  }
}
