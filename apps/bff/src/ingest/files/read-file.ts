import type { Bundle, BundleEntry, FhirResource } from 'fhir/r4'
import type { ImportFile } from './import-files.ts'
import { FileTooLarge, readDocument, readLimits, readLines } from './read-lines.ts'

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

/** Nesting of objects and arrays; FHIR's deepest resources have about twenty levels. */
const MAX_DEPTH = 100

/** Whether a value is nested deeper than the limit; iterative, because a hostile file would overflow the stack. */
function isTooDeep(value: unknown): boolean {
  let level = [value]
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > MAX_DEPTH) return true
    level = level.flatMap((one) => (typeof one === 'object' && one !== null ? Object.values(one) : []))
  }
  return false
}

const isResource = (value: unknown): value is FhirResource =>
  typeof value === 'object' && value !== null && typeof (value as { resourceType?: unknown }).resourceType === 'string'

const isBundle = (resource: FhirResource): resource is Bundle => resource.resourceType === 'Bundle'

type Position = Pick<ParsedResource, 'file' | 'index' | 'fullUrl' | 'request'>

/** Yields a resource, or the entries of a Bundle; Bundles within Bundles are unpacked at the place of their entry. */
function* resourcesIn(value: unknown, position: Position): Generator<ParsedResource | UnreadableEntry> {
  const { file, index } = position
  if (!isResource(value)) yield { file, index, unreadable: 'not a FHIR resource' }
  else if (value.resourceType === 'OperationOutcome')
    yield { file, index, unreadable: 'an OperationOutcome, which reports on the export itself' }
  else if (!isBundle(value)) yield { ...position, resource: value }
  else if (!Array.isArray(value.entry ?? [])) yield { file, index, unreadable: 'a Bundle whose entry is not a list' }
  else
    for (const entry of (value.entry ?? []) as readonly (BundleEntry | null)[]) {
      if (!entry?.resource) yield { file, index, unreadable: 'an entry without a resource' }
      else yield* resourcesIn(entry.resource, { file, index, fullUrl: entry.fullUrl ?? null, request: entry.request ?? null })
    }
}

function* entriesOf(file: string, line: number, value: unknown): Generator<ParsedResource | UnreadableEntry> {
  if (!isResource(value) || !isBundle(value) || !Array.isArray(value.entry)) {
    yield* isTooDeep(value)
      ? [{ file, index: line, unreadable: `nested deeper than ${MAX_DEPTH} levels` }]
      : resourcesIn(value, { file, index: line, fullUrl: null, request: null })
    return
  }
  for (const [index, entry] of (value.entry as readonly (BundleEntry | null)[]).entries()) {
    const position = { file, index, fullUrl: entry?.fullUrl ?? null, request: entry?.request ?? null }
    if (!entry?.resource) yield { file, index, unreadable: 'an entry without a resource' }
    else if (isTooDeep(entry)) yield { file, index, unreadable: `nested deeper than ${MAX_DEPTH} levels` }
    else yield* resourcesIn(entry.resource, position)
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

/**
 * Yields the resources of a file in order: a Bundle entry by entry, an NDJSON file as a stream, line by line. What cannot be read is
 * yielded with its reason and costs only itself.
 */
export async function* readImportFile(file: ImportFile, limits = readLimits): AsyncGenerator<ParsedResource | UnreadableEntry> {
  let index = -1
  try {
    if (!/\.ndjson(\.gz)?$/i.test(file.path)) {
      const json = parseJson(await readDocument(file.path, limits))
      if ('problem' in json) yield { file: file.name, index: 0, unreadable: json.problem }
      else yield* entriesOf(file.name, 0, json.value)
      return
    }
    for await (const line of readLines(file.path, limits)) {
      index = line.index
      if (line.text === null) {
        yield { file: file.name, index, unreadable: `a line longer than ${limits.line} characters` }
        continue
      }
      const json = parseJson(line.text)
      if ('problem' in json) yield { file: file.name, index, unreadable: json.problem }
      else yield* entriesOf(file.name, index, json.value)
    }
  } catch (error) {
    const reason = error instanceof FileTooLarge ? error.message : ((error as { code?: string }).code ?? 'unknown')
    yield { file: file.name, index: Math.max(0, index), unreadable: `cannot be read (${reason})` }
  }
}
