import type { inferOutput } from '@trpc/tanstack-react-query'
import { doseUnits, frequencies, type MedicationLine, type Prescribe, prescribeInput, priorities, routes } from '@wardline/events'
import { bannedNotations } from '@wardline/ui'
import * as z from 'zod'
import type { Trpc } from '../../../api/trpc.ts'
import type { Sig } from '../../../clinical/sig.ts'

/** An entry of the formulary. */
export type Drug = inferOutput<Trpc['medications']['drugs']>['rows'][number]

const hasNoBannedNotation = (text: string) => bannedNotations(text, 'medication').length === 0
const hasNoRejectedNotation = (text: string) => bannedNotations(text, 'freeText').every(({ severity }) => severity !== 'reject')

/** One of a list; empty while not selected, which a draft may contain but a signed prescription may not. */
const requiredChoice = <const Option extends string>(options: readonly Option[]) =>
  z.union([z.enum(options), z.literal('')]).transform((option, context): Option => {
    if (option !== '') return option as Option
    context.addIssue({ code: 'custom', message: 'not selected' })
    return z.NEVER
  })

/** Issue of the duration field when neither a duration nor a review period is set. */
export const NEEDS_LIMIT = 'needs a stop or review date'

/** Schema of the form; empty strings are fields not filled in yet. The command schema validates the rest. */
export const prescriptionForm = z
  .object({
    value: z
      .string()
      .trim()
      .min(1)
      .and(prescribeInput.shape.dose.shape.value)
      .refine((value) => Number(value) > 0),
    unit: requiredChoice(doseUnits),
    route: requiredChoice(routes),
    frequency: requiredChoice(frequencies),
    days: z.string().regex(/^([1-9]\d?|[12]\d\d|3[0-5]\d|36[0-5])?$/),
    /** Days until the prescription is due for review. */
    review: z.string().regex(/^([1-9]|[12]\d|30)?$/),
    /** True for antibiotics and opioids, which require a duration or a review period (ORD-6). */
    needsLimit: z.boolean(),
    asNeeded: z.boolean(),
    asNeededReason: z.string().trim().max(200).refine(hasNoBannedNotation),
    indication: z.string().trim().min(1).max(200).refine(hasNoRejectedNotation),
    note: z.string().trim().max(2000).refine(hasNoRejectedNotation),
    priority: z.enum(priorities),
  })
  .superRefine(({ asNeeded, asNeededReason, needsLimit, frequency, days, review }, context) => {
    if (needsLimit && frequency !== 'once now' && days === '' && review === '')
      context.addIssue({ code: 'custom', path: ['days'], message: NEEDS_LIMIT })
    if (asNeeded && asNeededReason === '') context.addIssue({ code: 'custom', path: ['asNeededReason'], message: 'needed' })
  })

export type PrescriptionForm = z.output<typeof prescriptionForm>
/** The form while it is being filled in. */
export type PrescriptionEntry = z.input<typeof prescriptionForm>

/**
 * Returns a new form without values that could be accepted by mistake: a field is prefilled only where the product
 * allows a single value (MED-3).
 */
export const entryFor = (drug: Drug): PrescriptionEntry => ({
  value: '',
  unit: drug.doseUnits.length === 1 ? drug.doseUnits[0] : '',
  route: drug.routes.length === 1 ? drug.routes[0] : '',
  frequency: '',
  days: '',
  review: '',
  needsLimit: drug.timeLimited !== null,
  asNeeded: false,
  asNeededReason: '',
  indication: '',
  note: '',
  priority: 'routine',
})

export type PrescriptionInput = Omit<Prescribe, 'commandId' | 'patientId' | 'duplicateReason'>
/** The fields that a medication line displays. */
type DisplayedInput = Pick<PrescriptionInput, 'dose' | 'route' | 'frequency' | 'durationDays' | 'asNeededReason' | 'indication'>

/** Returns the command input of a complete form. */
export const prescribeInputOf = (drugId: string, form: PrescriptionForm): PrescriptionInput => ({
  drugId,
  dose: { value: form.value, unit: form.unit },
  route: form.route,
  frequency: form.frequency,
  durationDays: form.days === '' ? null : Number(form.days),
  reviewDays: form.review === '' ? null : Number(form.review),
  asNeededReason: form.asNeeded ? form.asNeededReason : null,
  priority: form.priority,
  indication: form.indication,
  note: form.note === '' ? null : form.note,
})

/** Returns the directions as far as they are filled in; omits a dose that would be refused. */
export function sigOf(drug: Pick<Drug, 'generic'>, entry: PrescriptionEntry): Sig {
  const dose = prescribeInput.shape.dose.safeParse({ value: entry.value, unit: entry.unit })
  return {
    generic: drug.generic,
    dose: dose.success ? dose.data : null,
    route: entry.route || null,
    frequency: entry.frequency || null,
    durationDays: /^\d+$/.test(entry.days) ? Number(entry.days) : null,
    asNeededReason: entry.asNeeded && entry.asNeededReason.trim() !== '' ? entry.asNeededReason.trim() : null,
    indication: entry.indication.trim() || null,
  }
}

/** Returns the medication line as lists show it once stored, so that the signed wording equals the listed one (ORD-11). */
export const medicineOf = (
  drug: Pick<Drug, 'code' | 'generic' | 'form'>,
  { dose, route, frequency, durationDays, asNeededReason, indication }: DisplayedInput,
): MedicationLine => ({
  code: drug.code,
  generic: drug.generic,
  brand: null,
  form: drug.form,
  dose,
  route,
  frequency,
  asNeeded: asNeededReason !== null,
  asNeededReason,
  duration: durationDays === null ? null : `${durationDays} days`,
  indication,
  supply: null,
  text: null,
})
