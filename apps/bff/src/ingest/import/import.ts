import type { NewEvent } from '@wardline/events'
import type { FhirResource } from 'fhir/r4'
import type { AuthenticatedContext } from '../../commands/authenticated-context.ts'
import { aboutPatient, mustAdminister, type Permit } from '../../commands/permits.ts'
import { Refusal } from '../../commands/refusal.ts'
import type { ProvenanceOf } from '../../record/provenance.ts'
import type { ImportFile } from '../files/import-files.ts'
import { type Found, readImportFile } from '../files/read-file.ts'
import { openValidator, type Validate } from '../validation/validate.ts'
import { batches, keyOf, occurred, type Ready } from './batches.ts'
import { idFor, recordable, sourceOf } from './import-identity.ts'
import type { ImportCounts, SetAside } from './import-types.ts'
import { PatientResolver } from './patient-resolver.ts'
import { type Prescan, prescan } from './prescan.ts'
import { withReferences } from './reference-resolver.ts'
import { daysToToday, shiftDates } from './shift-dates.ts'

export interface ImportOptions {
  /** Validates everything without recording. */
  readonly dryRun: boolean
  /** Shifts all dates so that the last day becomes today. */
  readonly datesNow: boolean
}

export interface ImportHost {
  /** The administrator under whose authority the data is recorded. */
  readonly admin: AuthenticatedContext
  readonly originsOf: ProvenanceOf
}

export interface ImportListener {
  /** Called once, when all files were scanned. */
  surveyed(total: number): void
  progressed(counts: ImportCounts): void
  setAside(fault: SetAside): void
}

/** Number of resources grouped by patient at once: NDJSON files are sorted by resource type, not by patient. */
const WINDOW = 1_500

/** Records the resources of a set of files, each version once. */
class Import {
  readonly #host: ImportHost
  readonly #options: ImportOptions
  readonly #listener: ImportListener
  readonly #permit: Permit
  readonly #survey: Prescan
  readonly #subjects: PatientResolver
  readonly #validate: Validate
  readonly #counts = { read: 0, created: 0, updated: 0, unchanged: 0, failed: 0 }
  readonly #days: number

  constructor(parts: {
    host: ImportHost
    options: ImportOptions
    listener: ImportListener
    permit: Permit
    survey: Prescan
    validate: Validate
  }) {
    this.#host = parts.host
    this.#options = parts.options
    this.#listener = parts.listener
    this.#permit = parts.permit
    this.#survey = parts.survey
    this.#validate = parts.validate
    this.#subjects = new PatientResolver(
      parts.survey,
      parts.host.admin.resources,
      parts.host.admin.user.units.map(({ unitId }) => unitId),
    )
    const { lastDay } = parts.survey
    this.#days = parts.options.datesNow && lastDay ? daysToToday(lastDay, parts.host.admin.now()) : 0
  }

  async run(files: readonly ImportFile[]): Promise<ImportCounts> {
    for (const file of files) {
      let window: Ready[] = []
      for await (const one of readImportFile(file)) {
        this.#counts.read += 1
        const ready = 'unreadable' in one ? this.#fail(one, null, '', one.unreadable) : await this.#prepared(one)
        if (ready) window.push(ready)
        if (window.length >= WINDOW) {
          await this.#enter(window)
          window = []
        }
      }
      await this.#enter(window)
    }
    return { ...this.#counts }
  }

  #fail(place: { file: string; index: number }, resource: FhirResource | null, path: string, reason: string): null {
    this.#counts.failed += 1
    const { file, index } = place
    this.#listener.setAside({ file, index, resourceType: resource?.resourceType ?? null, id: resource?.id ?? null, path, reason })
    return null
  }

  async #prepared(found: Found): Promise<Ready | null> {
    const { resource, fullUrl, request } = found
    if (request?.method === 'DELETE') return this.#fail(found, resource, 'Bundle.entry.request', 'DELETE requests are not supported')
    const id = idFor(resource, fullUrl)
    const alias = fullUrl ? this.#survey.directory.byUrl(fullUrl) : null
    if (alias && alias.id !== id) {
      this.#counts.unchanged += 1
      return null
    }
    const fault = this.#validate(resource)
    if (fault) return this.#fail(found, resource, fault.path, fault.reason)
    const whom = await this.#subjects.of(await withReferences({ ...resource, id } as FhirResource, this.#survey.directory))
    if ('missing' in whom) return this.#fail(found, resource, resource.resourceType, whom.missing)
    return { found, id, resource, about: whom }
  }

  /** Records the resources in batches of one patient each. */
  async #enter(window: readonly Ready[]): Promise<void> {
    const bySubject = Map.groupBy(window, ({ about }) => about.subject?.patientId ?? null)
    for (const of of bySubject.values()) {
      for (const batch of batches(of)) await this.#take(batch)
      this.#listener.progressed({ ...this.#counts })
    }
  }

  async #take(batch: readonly Ready[]): Promise<void> {
    try {
      await this.#record(batch)
    } catch (error) {
      if (error instanceof Refusal && error.code === 'OUTAGE') throw error
      const [only] = batch
      if (batch.length === 1 && only) {
        const reason = error instanceof Refusal ? error.code : 'the resource could not be recorded'
        this.#fail(only.found, only.resource, only.resource.resourceType, reason)
        return
      }
      // Records them one by one, so that only the faulty resource is set aside.
      for (const one of batch) await this.#take([one])
    }
  }

  async #record(batch: readonly Ready[]): Promise<void> {
    const origins = await this.#host.originsOf(batch.map(({ resource, id }) => ({ resourceType: resource.resourceType, id })))
    const news = batch.filter((ready) => !origins.get(keyOf(ready))?.sources.includes(sourceOf(ready.resource)))
    const write: FhirResource[] = []
    const happened: NewEvent[] = []
    for (const ready of news) {
      const before = origins.get(keyOf(ready))?.versionId ?? null
      const linked = await withReferences(recordable(ready.resource, ready.id, before), this.#survey.directory)
      const resource = this.#days === 0 ? linked : shiftDates(linked, this.#days)
      write.push(resource)
      happened.push({
        type: before ? 'fhir.resource.updated' : 'fhir.resource.created',
        resource,
        data: { origin: 'import', fromUnitId: ready.about.fromUnitId },
        ...occurred(resource),
      })
    }
    const subject = batch[0]?.about.subject ?? null
    if (write.length && !this.#options.dryRun)
      await this.#host.admin.record(aboutPatient(this.#permit, subject), { commandId: null, asked: null, write, happened })
    this.#counts.unchanged += batch.length - news.length
    for (const ready of news) this.#counts[origins.has(keyOf(ready)) ? 'updated' : 'created'] += 1
  }
}

/**
 * Imports FHIR R4 Bundles and NDJSON files. Resources already recorded in the same form are skipped, so a second run changes
 * nothing; invalid resources are set aside with position and reason while the rest is imported.
 * @throws Refusal NOT_ALLOWED for users other than administrators, OUTAGE when the database is unavailable.
 */
export async function importFiles(
  host: ImportHost,
  files: readonly ImportFile[],
  options: ImportOptions,
  listener: ImportListener,
): Promise<ImportCounts> {
  const permit = await mustAdminister(host.admin)
  const validate = await openValidator()
  const surveyed = await prescan(files, host.admin.resources)
  listener.surveyed(surveyed.found)
  return new Import({ host, options, listener, permit, survey: surveyed, validate }).run(files)
}
