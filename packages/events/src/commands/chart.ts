import * as z from 'zod'
import {
  codedSchema,
  instantSchema,
  noteSchema,
  pagingFields,
  partialDateSchema,
  patientCommandFields,
  reasonSchema,
  resourceIdSchema,
  shortTextSchema,
  unitIdSchema,
  versionIdSchema,
} from './basics.ts'

export const searchPatientsInput = z.object({
  /** Name in Latin or Arabic script, MRN, birth date in any common format, or bed; empty lists the whole unit. */
  query: z.string().trim().max(100).optional(),
  unitId: unitIdSchema.nullish(),
  ...pagingFields,
})
export type SearchPatients = z.output<typeof searchPatientsInput>

export const addProblemInput = z.object({
  ...patientCommandFields,
  code: codedSchema.nullable(),
  text: shortTextSchema,
  onset: partialDateSchema.nullable(),
})
export type AddProblem = z.output<typeof addProblemInput>
export const resolveProblemInput = z.object({ ...patientCommandFields, problemId: resourceIdSchema, versionId: versionIdSchema })
export type ResolveProblem = z.output<typeof resolveProblemInput>

export const addAllergyInput = z.object({
  ...patientCommandFields,
  substance: shortTextSchema,
  code: codedSchema.nullable(),
  type: z.enum(['allergy', 'intolerance']),
  criticality: z.enum(['low', 'high', 'unable-to-assess']),
  reaction: shortTextSchema.nullable(),
  severity: z.enum(['mild', 'moderate', 'severe']).nullable(),
})
export type AddAllergy = z.output<typeof addAllergyInput>
/** According to the patient or another reliable source, no allergy to any substance is known (SHL-3). */
export const noKnownAllergiesInput = z.object({ ...patientCommandFields })
export type RecordNoKnownAllergies = z.output<typeof noKnownAllergiesInput>
export const removeAllergyInput = z.object({
  ...patientCommandFields,
  allergyId: resourceIdSchema,
  versionId: versionIdSchema,
  reason: reasonSchema,
})
export type RemoveAllergy = z.output<typeof removeAllergyInput>

/**
 * Vital signs with LOINC code, UCUM unit, hard limits (implausible values, refused) and soft limits (unusual
 * values, to be confirmed), CHT-8. Soft limits follow the NEWS2 bands that score 3 (Royal College of Physicians
 * 2017); hard limits are beyond the physiological range of adults and children.
 */
export const vitalSigns = {
  respiratoryRate: {
    code: '9279-1',
    display: 'Respiratory rate',
    unit: '/min',
    ucum: '/min',
    hard: [0, 120],
    soft: [9, 24],
    normal: [12, 20],
  },
  oxygenSaturation: { code: '59408-5', display: 'SpO₂', unit: '%', ucum: '%', hard: [20, 100], soft: [92, 100], normal: [96, 100] },
  systolic: {
    code: '8480-6',
    display: 'Systolic blood pressure',
    unit: 'mmHg',
    ucum: 'mm[Hg]',
    hard: [20, 320],
    soft: [91, 219],
    normal: [111, 219],
  },
  diastolic: {
    code: '8462-4',
    display: 'Diastolic blood pressure',
    unit: 'mmHg',
    ucum: 'mm[Hg]',
    hard: [10, 220],
    soft: [40, 120],
    normal: [60, 90],
  },
  pulse: { code: '8867-4', display: 'Pulse', unit: '/min', ucum: '/min', hard: [0, 350], soft: [41, 130], normal: [51, 90] },
  temperature: { code: '8310-5', display: 'Temperature', unit: '°C', ucum: 'Cel', hard: [20, 46], soft: [35.1, 39], normal: [36.1, 38] },
  weight: { code: '29463-7', display: 'Weight', unit: 'kg', ucum: 'kg', hard: [0.2, 650], soft: [2, 250], normal: null },
} as const
export type VitalSign = keyof typeof vitalSigns

/** Blood pressure panel: systolic and diastolic are its components. */
export const bloodPressurePanel = { code: '85354-9', display: 'Blood pressure' } as const

const vitalValues = z.object(
  Object.fromEntries(Object.entries(vitalSigns).map(([name, { hard }]) => [name, z.number().min(hard[0]).max(hard[1]).nullable()])) as {
    [Sign in VitalSign]: z.ZodNullable<z.ZodNumber>
  },
)

export const recordVitalsInput = z.object({
  ...patientCommandFields,
  effectiveAt: instantSchema,
  values: vitalValues
    .refine((values) => Object.values(values).some((value) => value !== null), 'at least one value')
    .refine((values) => (values.systolic === null) === (values.diastolic === null), 'blood pressure needs both values'),
  /** Values outside the soft limits that the user confirmed. */
  confirmed: z.array(z.enum(Object.keys(vitalSigns) as [VitalSign, ...VitalSign[]])),
})
export type RecordVitals = z.output<typeof recordVitalsInput>

/** Returns the vital signs outside their soft limits. */
export const outsideSoftLimits = (values: RecordVitals['values']): readonly VitalSign[] =>
  (Object.keys(vitalSigns) as VitalSign[]).filter((sign) => {
    const value = values[sign]
    const [low, high] = vitalSigns[sign].soft
    return value !== null && (value < low || value > high)
  })

export { noteSchema }
