import { eventFrom, type NewEvent, type WithId } from '@wardline/events'
import type { FhirResource } from 'fhir/r4'
import type { AuthenticatedContext } from '../../commands/authenticated-context.ts'
import { mustAdminister, narrowToPatient, type Permit } from '../../commands/permits.ts'
import { Refusal } from '../../commands/refusal.ts'
import { DatabaseOutage } from '../../database/database.ts'
import type { ProvenanceOf } from '../../record/provenance.ts'
import type { ImportFile } from '../files/import-files.ts'
import { type ParsedResource, readImportFile } from '../files/read-file.ts'
import { openValidator, type Validate } from '../validation/validate.ts'
import { batches, clinicalTimeOf, keyOf, type PreparedResource } from './batches.ts'
import { hasInvalidId, idFor, resourceToRecord, sourceOf } from './import-identity.ts'
import type { ImportCounts, SetAside } from './import-types.ts'
import { PatientResolver } from './patient-resolver.ts'
import { conditionOf, type Prescan, prescan } from './prescan.ts'
import { UnresolvableReference, withReferences } from './reference-resolver.ts'
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
  readonly provenanceOf: ProvenanceOf
}

export interface ImportListener {
  /** Called once, when all files were scanned. */
  onScanned(total: number): void
  onProgress(counts: ImportCounts): void
  onSetAside(fault: SetAside): void
}

/** Number of resources grouped by patient at once: NDJSON files are sorted by resource type, not by patient. */
const WINDOW = 1_500

/** Records the resources of a set of files, each version once. */
class Import {
  readonly #host: ImportHost
  readonly #options: ImportOptions
  readonly #listener: ImportListener
  readonly #permit: Permit
  readonly #files: Prescan
  readonly #patients: PatientResolver
  readonly #validate: Validate
  readonly #counts = { read: 0, created: 0, updated: 0, unchanged: 0, failed: 0 }
  readonly #days: number

  constructor(dependencies: {
    host: ImportHost
    options: ImportOptions
    listener: ImportListener
    permit: Permit
    scanned: Prescan
    validate: Validate
  }) {
    this.#host = dependencies.host
    this.#options = dependencies.options
    this.#listener = dependencies.listener
    this.#permit = dependencies.permit
    this.#files = dependencies.scanned
    this.#validate = dependencies.validate
    this.#patients = new PatientResolver(
      dependencies.scanned,
      dependencies.host.admin.resources,
      dependencies.host.admin.user.units.map(({ unitId }) => unitId),
    )
    const { lastDay } = dependencies.scanned
    this.#days = dependencies.options.datesNow && lastDay ? daysToToday(lastDay, dependencies.host.admin.now()) : 0
  }

  async run(files: readonly ImportFile[]): Promise<ImportCounts> {
    for (const file of files) {
      let window: PreparedResource[] = []
      for await (const one of readImportFile(file)) {
        this.#counts.read += 1
        const ready = 'unreadable' in one ? this.#fail(one, null, '', one.unreadable) : await this.#prepare(one)
        if (ready) window.push(ready)
        if (window.length >= WINDOW) {
          await this.#recordWindow(window)
          window = []
        }
      }
      await this.#recordWindow(window)
    }
    return { ...this.#counts }
  }

  #fail(position: { file: string; index: number }, resource: FhirResource | null, path: string, reason: string): null {
    this.#counts.failed += 1
    const { file, index } = position
    this.#listener.onSetAside({ file, index, resourceType: resource?.resourceType ?? null, id: resource?.id ?? null, path, reason })
    return null
  }

  /** Returns the resource ready to be recorded; null if it was set aside or exists. One faulty entry costs only itself. */
  async #prepare(found: ParsedResource): Promise<PreparedResource | null> {
    try {
      return await this.#check(found)
    } catch (error) {
      if (error instanceof Refusal || error instanceof DatabaseOutage) throw error
      const reason = error instanceof UnresolvableReference ? error.message : 'the resource cannot be processed'
      return this.#fail(found, found.resource, found.resource.resourceType, reason)
    }
  }

  async #check(found: ParsedResource): Promise<PreparedResource | null> {
    const { resource, fullUrl, request, file } = found
    if (request?.method === 'DELETE') return this.#fail(found, resource, 'Bundle.entry.request', 'DELETE requests are not supported')
    if (hasInvalidId(resource)) return this.#fail(found, resource, `${resource.resourceType}.id`, 'not a FHIR id')
    // Throws for a condition that cannot be read.
    conditionOf(found)
    const id = idFor(resource, fullUrl)
    const alias = fullUrl ? this.#files.references.byUrl(fullUrl) : null
    if (alias && alias.id !== id) {
      this.#counts.unchanged += 1
      return null
    }
    const fault = this.#validate(resource)
    if (fault) return this.#fail(found, resource, fault.path, fault.reason)
    const patient = await this.#patients.of(await withReferences({ ...resource, id } as FhirResource, this.#files.references), file)
    if ('missing' in patient) return this.#fail(found, resource, resource.resourceType, patient.missing)
    return { source: found, id, resource, context: patient }
  }

  /** Records the resources in batches of one patient each. */
  async #recordWindow(window: readonly PreparedResource[]): Promise<void> {
    const bySubject = Map.groupBy(window, ({ context: about }) => about.subject?.patientId ?? null)
    for (const group of bySubject.values()) {
      for (const batch of batches(group)) await this.#recordBatch(batch)
      this.#listener.onProgress({ ...this.#counts })
    }
  }

  async #recordBatch(batch: readonly PreparedResource[]): Promise<void> {
    try {
      await this.#record(batch)
    } catch (error) {
      if (error instanceof Refusal && error.code === 'OUTAGE') throw error
      const [only] = batch
      if (batch.length === 1 && only) {
        const reason = error instanceof Refusal ? error.code : 'the resource could not be recorded'
        this.#fail(only.source, only.resource, only.resource.resourceType, reason)
        return
      }
      // Records them one by one, so that only the faulty resource is set aside.
      for (const one of batch) await this.#recordBatch([one])
    }
  }

  async #record(batch: readonly PreparedResource[]): Promise<void> {
    const provenance = await this.#host.provenanceOf(batch.map(({ resource, id }) => ({ resourceType: resource.resourceType, id })))
    const changed = batch.filter((ready) => !provenance.get(keyOf(ready))?.sources.includes(sourceOf(ready.resource)))
    const resources: WithId[] = []
    const events: NewEvent[] = []
    for (const ready of changed) {
      const baseVersion = provenance.get(keyOf(ready))?.versionId ?? null
      const linked = await withReferences(resourceToRecord(ready.resource, ready.id, baseVersion), this.#files.references)
      const resource = this.#days === 0 ? linked : shiftDates(linked, this.#days)
      resources.push(resource)
      const type = baseVersion ? 'fhir.resource.updated' : 'fhir.resource.created'
      const data = { origin: 'import', fromUnitId: ready.context.fromUnitId }
      events.push(eventFrom(type, resource, data, clinicalTimeOf(resource)))
    }
    const subject = batch[0]?.context.subject ?? null
    if (resources.length && !this.#options.dryRun)
      await this.#host.admin.record(narrowToPatient(this.#permit, subject), {
        commandId: null,
        input: null,
        resources,
        events,
      })
    this.#counts.unchanged += batch.length - changed.length
    for (const ready of changed) this.#counts[provenance.has(keyOf(ready)) ? 'updated' : 'created'] += 1
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
  const scanned = await prescan(files, host.admin.resources)
  listener.onScanned(scanned.resourceCount)
  return new Import({ host, options, listener, permit, scanned, validate }).run(files)
}
