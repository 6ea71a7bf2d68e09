import { systems } from '@wardline/events'
import type { ContactPoint, FhirResource, Identifier, Patient } from 'fhir/r4'
import { CompactEncrypt } from 'jose'

/** Encrypts a value; null withholds it. */
export type PayloadEncryption = (value: string) => Promise<string> | null

const withhold: PayloadEncryption = () => null

/** JWE compact serialisation, `dir` with `A256GCM`, readable with any JOSE library. @param key 32 bytes; null withholds all values */
export function payloadEncryptionWith(key: Uint8Array | null): PayloadEncryption {
  if (!key) return withhold
  return (value) => new CompactEncrypt(new TextEncoder().encode(value)).setProtectedHeader({ alg: 'dir', enc: 'A256GCM' }).encrypt(key)
}

/** v2-0203 types of national identifiers. */
const nationalTypes = ['NI', 'NNSDN', 'PPN', 'SS']
const isNational = ({ type, system }: Identifier): boolean =>
  type?.coding?.some(({ code }) => code !== undefined && nationalTypes.includes(code)) === true || /national/i.test(system ?? '')
const isPhone = ({ system }: ContactPoint): boolean => system === 'phone' || system === 'sms' || system === 'fax' || system === 'pager'

/** FHIR data-absent-reason for a value that exists and is not shown. */
const masked = { extension: [{ url: 'http://hl7.org/fhir/StructureDefinition/data-absent-reason', valueCode: 'masked' }] }

async function encryptField<Field extends { value?: string | undefined }>(field: Field, encrypt: PayloadEncryption): Promise<Field> {
  if (field.value === undefined) return field
  const { value, ...rest } = field
  const encrypted = await encrypt(value)
  return (encrypted === null ? { ...rest, _value: masked } : { ...rest, value: encrypted }) as Field
}

async function encryptPatient(patient: Patient, encrypt: PayloadEncryption): Promise<Patient> {
  const [identifier, telecom] = await Promise.all([
    Promise.all(
      (patient.identifier ?? []).map((one) => (isNational(one) && one.system !== systems.mrn ? encryptField(one, encrypt) : one)),
    ),
    Promise.all((patient.telecom ?? []).map((one) => (isPhone(one) ? encryptField(one, encrypt) : one))),
  ])
  return { ...patient, ...(patient.identifier ? { identifier } : {}), ...(patient.telecom ? { telecom } : {}) }
}

/** Encrypts or withholds national identifiers and telephone numbers (document 003, "Event Encryption"). */
export const encryptPayload = async <R extends FhirResource>(resource: R, encrypt: PayloadEncryption): Promise<R> =>
  resource.resourceType === 'Patient' ? ((await encryptPatient(resource, encrypt)) as R) : resource
