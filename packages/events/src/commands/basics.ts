import * as z from 'zod'
import type { CommandId, PatientId, UnitId } from '../ids.ts'

const id = z.string().regex(/^[A-Za-z0-9.-]{1,64}$/, 'a FHIR id')

export const patientIdSchema = z.custom<PatientId>((value) => id.safeParse(value).success, 'a patient id')
export const unitIdSchema = z.custom<UnitId>((value) => id.safeParse(value).success, 'a unit id')
export const resourceIdSchema = id
/** UUIDv7 created by the client once per intent: a repeated id has no second effect (RT17). */
export const commandIdSchema = z.custom<CommandId>((value) => z.uuid().safeParse(value).success, 'a UUID')
/** `meta.versionId` shown to the user; the change is refused when it is no longer current. */
export const versionIdSchema = z.string().regex(/^\d{1,10}$/)
export const instantSchema = z.iso.datetime({ offset: true })
/** `YYYY`, `YYYY-MM` or `YYYY-MM-DD`. */
export const partialDateSchema = z.string().regex(/^\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?$/)

const trimmedText = (maxLength: number) => z.string().trim().min(1).max(maxLength)
export const reasonSchema = trimmedText(500)
export const shortTextSchema = trimmedText(200)
export const noteSchema = z.string().trim().max(2000).nullable()

/** Fields of every command. */
export const commandFields = { commandId: commandIdSchema } as const
/** Fields of a command about one patient. */
export const patientCommandFields = { ...commandFields, patientId: patientIdSchema } as const

/** Paging of a list; the cursor is opaque. */
export const pagingFields = { cursor: z.string().max(400).nullish(), limit: z.int().min(1).max(1000).optional() } as const
export const patientQuery = z.object({ patientId: patientIdSchema, ...pagingFields })
export type ByPatient = z.output<typeof patientQuery>

export const codedSchema = z.object({ system: z.string().max(200), code: z.string().min(1).max(64), display: shortTextSchema })
