import { createReadStream } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { createInterface } from 'node:readline'
import { promisify } from 'node:util'
import { createGunzip, gunzip } from 'node:zlib'
import type { Bundle, BundleEntry, FhirResource } from 'fhir/r4'
import type { ImportFile } from './import-files.ts'

/** One resource as read from a file. */
export interface ParsedResource {
  readonly file: string
  /** Entry of a Bundle or line of an NDJSON file, from 0. */
  readonly index: number
  readonly resource: FhirResource
  readonly fullUrl: string | null
  readonly request: BundleEntry['request'] | null
}

/** An entry or line of a file that contains no resource. */
export interface UnreadableEntry {
  readonly file: string
  readonly index: number
  readonly unreadable: string
}

const isResource = (value: unknown): value is FhirResource =>
  typeof value === 'object' && value !== null && typeof (value as { resourceType?: unknown }).resourceType === 'string'

const isBundle = (resource: FhirResource): resource is Bundle => resource.resourceType === 'Bundle'

function* entriesOf(file: string, index: number, value: unknown): Generator<ParsedResource | UnreadableEntry> {
  if (!isResource(value)) yield { file, index, unreadable: 'not a FHIR resource' }
  else if (!isBundle(value)) yield { file, index, resource: value, fullUrl: null, request: null }
  else
    for (const [entryIndex, entry] of (value.entry ?? []).entries()) {
      if (entry.resource && isResource(entry.resource))
        yield {
          file,
          index: entryIndex,
          resource: entry.resource as FhirResource,
          fullUrl: entry.fullUrl ?? null,
          request: entry.request ?? null,
        }
      else yield { file, index: entryIndex, unreadable: 'an entry without a resource' }
    }
}

function parseJson(text: string): { value: unknown } | { problem: string } {
  try {
    return { value: JSON.parse(text) }
  } catch {
    // The parser's message quotes the input, which may contain patient data (RT11).
    return { problem: 'not JSON' }
  }
}

const unzip = promisify(gunzip)

async function* lines({ path }: ImportFile, isCompressed: boolean): AsyncGenerator<string> {
  const raw = createReadStream(path)
  const input = isCompressed ? raw.pipe(createGunzip()) : raw
  // Without a listener an error of the raw stream would end the process; here it ends the iteration.
  raw.on('error', (error) => input.destroy(error))
  yield* createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY })
}

async function readText({ path }: ImportFile, isCompressed: boolean): Promise<string> {
  const bytes = await readFile(path)
  return (isCompressed ? await unzip(bytes) : bytes).toString('utf8')
}

/** Yields the resources of a file in order: a Bundle entry by entry, an NDJSON file as a stream, line by line. */
export async function* readImportFile(file: ImportFile): AsyncGenerator<ParsedResource | UnreadableEntry> {
  const isCompressed = file.path.toLowerCase().endsWith('.gz')
  try {
    if (!/\.ndjson(\.gz)?$/i.test(file.path)) {
      const json = parseJson(await readText(file, isCompressed))
      if ('problem' in json) yield { file: file.name, index: 0, unreadable: json.problem }
      else yield* entriesOf(file.name, 0, json.value)
      return
    }
    let index = -1
    for await (const line of lines(file, isCompressed)) {
      index += 1
      if (line.trim() === '') continue
      const json = parseJson(line)
      if ('problem' in json) yield { file: file.name, index, unreadable: json.problem }
      else yield* entriesOf(file.name, index, json.value)
    }
  } catch (error) {
    yield { file: file.name, index: 0, unreadable: `cannot be read (${(error as { code?: string }).code ?? 'unknown'})` }
  }
}
