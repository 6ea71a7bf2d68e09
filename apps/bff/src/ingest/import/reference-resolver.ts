import type { FhirResource, Identifier, Reference } from 'fhir/r4'
import type { Resources, ResourceType } from '../../commands/authenticated-context.ts'

const keyOf = (system: string | undefined, value: string) => `${system ?? ''}|${value}`

interface Known {
  readonly type: string
  readonly id: string
}

/** Resolves identifiers and Bundle addresses to resource ids, of the files and of recorded resources. */
export class ReferenceResolver {
  readonly #byIdentifier = new Map<string, Known[]>()
  readonly #byUrl = new Map<string, Known>()
  readonly #asked = new Map<string, Promise<Known | null>>()
  readonly #resources: Pick<Resources, 'find'>

  constructor(resources: Pick<Resources, 'find'>) {
    this.#resources = resources
  }

  add(resource: FhirResource, id: string, fullUrl: string | null): void {
    const known = { type: resource.resourceType, id }
    if (fullUrl) this.#byUrl.set(fullUrl, known)
    if (resource.id) this.#byUrl.set(`${resource.resourceType}/${resource.id}`, known)
    const { identifier } = resource as { identifier?: Identifier | Identifier[] }
    for (const { system, value } of [identifier ?? []].flat()) {
      if (!value) continue
      const key = keyOf(system, value)
      const named = this.#byIdentifier.get(key) ?? []
      if (!named.some((other) => other.type === known.type && other.id === id)) this.#byIdentifier.set(key, [...named, known])
    }
  }

  /** Maps a Bundle address to a recorded resource (`ifNoneExist`). */
  alias(fullUrl: string, known: Known): void {
    this.#byUrl.set(fullUrl, known)
  }

  byUrl(url: string): Known | null {
    return this.#byUrl.get(url) ?? null
  }

  /** @param type the required resource type; null accepts the only match, or the type the element is named after */
  async byIdentifier(type: string | null, system: string | undefined, value: string, field: string): Promise<Known | null> {
    const named = this.#byIdentifier.get(keyOf(system, value)) ?? []
    const meant = type ?? field.charAt(0).toUpperCase() + field.slice(1)
    const found = named.find((known) => known.type === meant) ?? (type === null && named.length === 1 ? named[0] : undefined)
    return found ?? this.here(meant, system, value)
  }

  /** Looks up a recorded resource, once for each identifier. */
  here(type: string, system: string | undefined, value: string): Promise<Known | null> {
    const key = `${type}?${keyOf(system, value)}`
    const asked = this.#asked.get(key) ?? this.#find(type, system, value)
    this.#asked.set(key, asked)
    return asked
  }

  async #find(type: string, system: string | undefined, value: string): Promise<Known | null> {
    const [found] = await this.#resources.find(type as ResourceType, { identifier: { system: system ?? '', value }, limit: 1 })
    return found?.id ? { type, id: found.id } : null
  }
}

const conditional = /^([A-Z][A-Za-z]+)\?identifier=(?:([^|]*)\|)?(.+)$/

async function resolved(reference: Reference, field: string, directory: ReferenceResolver): Promise<Reference> {
  const { reference: literal, identifier } = reference
  if (literal === undefined) {
    if (!identifier?.value) return reference
    const known = await directory.byIdentifier(reference.type ?? null, identifier.system, identifier.value, field)
    return known ? { ...reference, reference: `${known.type}/${known.id}` } : reference
  }
  const [, type, system, value] = conditional.exec(literal) ?? []
  if (type && value) {
    const known = await directory.byIdentifier(type, system, value, field)
    if (known) return { ...reference, reference: `${known.type}/${known.id}` }
    // No resource with that identifier is known: recorded as a logical reference (R4).
    const { reference: _conditional, ...rest } = reference
    return { ...rest, type, identifier: { ...(system ? { system } : {}), value } }
  }
  const known = directory.byUrl(literal)
  return known ? { ...reference, reference: `${known.type}/${known.id}` } : reference
}

const isReference = (value: object): value is Reference =>
  ('reference' in value && typeof value.reference === 'string') ||
  ('identifier' in value && 'display' in value && !Array.isArray(value.identifier) && !('resourceType' in value))

/** Returns a copy with all references resolved to local ids. References to contained resources (`#…`) are kept. */
export async function withReferences<T>(value: T, directory: ReferenceResolver, field = ''): Promise<T> {
  if (Array.isArray(value)) {
    const items: unknown[] = []
    for (const item of value) items.push(typeof item === 'object' ? await withReferences(item, directory, field) : item)
    return items as T
  }
  if (value === null || typeof value !== 'object') return value
  const entries: [string, unknown][] = []
  for (const [name, inner] of Object.entries(value))
    entries.push([name, typeof inner === 'object' ? await withReferences(inner, directory, name) : inner])
  const walked = Object.fromEntries(entries) as T & object
  return isReference(walked) ? ((await resolved(walked, field, directory)) as T) : walked
}
