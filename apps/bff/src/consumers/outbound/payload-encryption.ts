import { systems } from '@wardline/events'
import type { ContactPoint, FhirResource, Identifier, Patient } from 'fhir/r4'
import { CompactEncrypt } from 'jose'

/** Turns a value into one that only those read who hold the key; null withholds it. */
export type PayloadEncryption = (value: string) => Promise<string> | null

const withhold: PayloadEncryption = () => null

/** JWE compact form, `dir` with `A256GCM`: any JOSE library opens it. @param key 32 bytes; null withholds every value */
export function payloadEncryptionWith(key: Uint8Array | null): PayloadEncryption {
  if (!key) return withhold
  return (value) => new CompactEncrypt(new TextEncoder().encode(value)).setProtectedHeader({ alg: 'dir', enc: 'A256GCM' }).encrypt(key)
}

/** v2-0203: a number by which the state knows the person. */
const nationalTypes = ['NI', 'NNSDN', 'PPN', 'SS']
const isNational = ({ type, system }: Identifier): boolean =>
  type?.coding?.some(({ code }) => code !== undefined && nationalTypes.includes(code)) === true || /national/i.test(system ?? '')
const isPhone = ({ system }: ContactPoint): boolean => system === 'phone' || system === 'sms' || system === 'fax' || system === 'pager'

/** FHIR's own word for what is there and not shown. */
const masked = { extension: [{ url: 'http://hl7.org/fhir/StructureDefinition/data-absent-reason', valueCode: 'masked' }] }

async function sealed<Field extends { value?: string }>(field: Field, seal: PayloadEncryption): Promise<Field> {
  if (field.value === undefined) return field
  const { value, ...rest } = field
  const hidden = await seal(value)
  return (hidden === null ? { ...rest, _value: masked } : { ...rest, value: hidden }) as Field
}

async function sealedPatient(patient: Patient, seal: PayloadEncryption): Promise<Patient> {
  const [identifier, telecom] = await Promise.all([
    Promise.all((patient.identifier ?? []).map((one) => (isNational(one) && one.system !== systems.mrn ? sealed(one, seal) : one))),
    Promise.all((patient.telecom ?? []).map((one) => (isPhone(one) ? sealed(one, seal) : one))),
  ])
  return { ...patient, ...(patient.identifier ? { identifier } : {}), ...(patient.telecom ? { telecom } : {}) }
}

/** National numbers and telephone numbers leave this hospital sealed or not at all (document 003, "Event Encryption"). */
export const encryptPayload = async <R extends FhirResource>(resource: R, seal: PayloadEncryption): Promise<R> =>
  resource.resourceType === 'Patient' ? ((await sealedPatient(resource, seal)) as R) : resource
