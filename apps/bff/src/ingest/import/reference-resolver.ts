import type { FhirResource, Identifier, Reference } from 'fhir/r4'
import type { Resources, ResourceType } from '../../commands/authenticated-context.ts'

const keyOf = (system: string | undefined, value: string) => `${system ?? ''}|${value}`

interface ResourceKey {
  readonly type: string
  readonly id: string
}

/** The resource type that an element without a type most likely refers to. */
const typeOfField = (field: string): string => (field === 'subject' ? 'Patient' : field.charAt(0).toUpperCase() + field.slice(1))

/** Resolves identifiers and Bundle addresses to resource ids, of the files and of recorded resources. */
export class ReferenceResolver {
  readonly #byIdentifier = new Map<string, ResourceKey[]>()
  readonly #byValue = new Map<string, ResourceKey[]>()
  readonly #byUrl = new Map<string, ResourceKey>()
  readonly #lookups = new Map<string, Promise<ResourceKey | null>>()
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
      const matches = this.#byIdentifier.get(key) ?? []
      if (matches.some((other) => other.type === known.type && other.id === id)) continue
      this.#byIdentifier.set(key, [...matches, known])
      this.#byValue.set(value, [...(this.#byValue.get(value) ?? []), known])
    }
  }

  /** Maps a Bundle address to a recorded resource (`ifNoneExist`). */
  alias(fullUrl: string, known: ResourceKey): void {
    this.#byUrl.set(fullUrl, known)
  }

  byUrl(url: string): ResourceKey | null {
    return this.#byUrl.get(url) ?? null
  }

  /** @param type the required resource type; null accepts the only match, or the type the element is named after */
  async byIdentifier(type: string | null, system: string | undefined, value: string, field: string): Promise<ResourceKey | null> {
    const matches = this.#byIdentifier.get(keyOf(system, value)) ?? (system === undefined ? this.#withAnySystem(value) : [])
    const expectedType = type ?? typeOfField(field)
    const found =
      matches.find((known) => known.type === expectedType) ??
      ((type === null || system === undefined) && matches.length === 1 ? matches[0] : undefined)
    return found ?? this.findRecorded(expectedType, system, value)
  }

  /** A value without its system names a resource if no other one has the same value. */
  #withAnySystem(value: string): readonly ResourceKey[] {
    return this.#byValue.get(value) ?? []
  }

  /** Looks up a recorded resource, once for each identifier. */
  findRecorded(type: string, system: string | undefined, value: string): Promise<ResourceKey | null> {
    const key = `${type}?${keyOf(system, value)}`
    const lookup = this.#lookups.get(key) ?? this.#find(type, system, value)
    this.#lookups.set(key, lookup)
    return lookup
  }

  async #find(type: string, system: string | undefined, value: string): Promise<ResourceKey | null> {
    const [found] = await this.#resources.find(type as ResourceType, { identifier: { system: system ?? '', value }, limit: 1 })
    return found?.id ? { type, id: found.id } : null
  }
}

/** A reference that names no resource, with the reason. */
export class UnresolvableReference extends Error {
  override readonly name = 'UnresolvableReference'
}

/** Decodes percent escapes. Throws UnresolvableReference for a broken one. */
export function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    throw new UnresolvableReference('a broken percent escape')
  }
}

/** `Patient?identifier=system|value`; further conditions are ignored, because an identifier names one resource. */
const conditionalReference = /^([A-Z][A-Za-z]+)\?(?:.*&)?identifier=([^&]+)/
const versionedReference = /^(.+)\/_history\/[^/]+$/

async function resolveReference(reference: Reference, field: string, references: ReferenceResolver): Promise<Reference> {
  const { reference: literal, identifier } = reference
  if (literal === undefined) {
    if (!identifier?.value) return reference
    const known = await references.byIdentifier(reference.type ?? null, identifier.system, identifier.value, field)
    return known ? { ...reference, reference: `${known.type}/${known.id}` } : reference
  }
  const [, type, condition] = conditionalReference.exec(literal) ?? []
  if (type && condition) {
    const [, system, value = ''] = /^(?:([^|]*)\|)?(.+)$/.exec(decoded(condition)) ?? []
    const known = await references.byIdentifier(type, system, value, field)
    if (known) return { ...reference, reference: `${known.type}/${known.id}` }
    // No resource with that identifier is known: recorded as a logical reference (R4).
    const { reference: _conditional, ...rest } = reference
    return { ...rest, type, identifier: { ...(system ? { system } : {}), value } }
  }
  const current = versionedReference.exec(literal)?.[1] ?? literal
  const known = references.byUrl(current)
  return known ? { ...reference, reference: `${known.type}/${known.id}` } : reference
}

const isReference = (value: object): value is Reference =>
  ('reference' in value && typeof value.reference === 'string') ||
  ('identifier' in value &&
    typeof value.identifier === 'object' &&
    !Array.isArray(value.identifier) &&
    !('resourceType' in value) &&
    Object.keys(value).every((key) => ['id', 'extension', 'identifier', 'display', 'type'].includes(key)))

/** Returns a copy with all references resolved to local ids. References to contained resources (`#…`) are kept. */
export async function withReferences<T>(value: T, references: ReferenceResolver, field = ''): Promise<T> {
  if (Array.isArray(value)) {
    const items: unknown[] = []
    for (const item of value) items.push(typeof item === 'object' ? await withReferences(item, references, field) : item)
    return items as T
  }
  if (value === null || typeof value !== 'object') return value
  const entries: [string, unknown][] = []
  for (const [name, inner] of Object.entries(value))
    entries.push([name, typeof inner === 'object' ? await withReferences(inner, references, name) : inner])
  const copy = Object.fromEntries(entries) as T & object
  return isReference(copy) ? ((await resolveReference(copy, field, references)) as T) : copy
}
