import type { inferOutput } from '@trpc/tanstack-react-query'
import { doseUnits, frequencies, type MedicationLine, type Prescribe, prescribeInput, priorities, routes } from '@wardline/events'
import { bannedNotations } from '@wardline/ui'
import * as z from 'zod'
import type { Trpc } from '../../../api/trpc.ts'
import type { Sig } from '../../../clinical/sig.ts'

/** An entry of the formulary. */
export type Drug = inferOutput<Trpc['medications']['drugs']>['rows'][number]

const noBanned = (text: string) => bannedNotations(text, 'medication').length === 0
const noRejected = (text: string) => bannedNotations(text, 'freeText').every(({ severity }) => severity !== 'reject')

/** One of a list, or not chosen yet: an empty choice is an entry that can be kept, never one that can be signed. */
const chosen = <const Option extends string>(options: readonly Option[]) =>
  z.union([z.enum(options), z.literal('')]).transform((option, context): Option => {
    if (option !== '') return option as Option
    context.addIssue({ code: 'custom', message: 'not chosen' })
    return z.NEVER
  })

/** What the field of the duration says when neither an end nor a review is set. */
export const NEEDS_LIMIT = 'needs a stop or review date'

/** What is typed, before it is complete: empty means not said yet. The command's own schema judges the rest. */
export const prescriptionForm = z
  .object({
    value: z
      .string()
      .trim()
      .min(1)
      .and(prescribeInput.shape.dose.shape.value)
      .refine((value) => Number(value) > 0),
    unit: chosen(doseUnits),
    route: chosen(routes),
    frequency: chosen(frequencies),
    days: z.string().regex(/^([1-9]\d?|[12]\d\d|3[0-5]\d|36[0-5])?$/),
    /** Days until somebody decides whether it goes on. */
    review: z.string().regex(/^([1-9]|[12]\d|30)?$/),
    /** An antibiotic or opioid: it ends, or a day of review is set (ORD-6). */
    needsLimit: z.boolean(),
    onlyIfNeeded: z.boolean(),
    neededFor: z.string().trim().max(200).refine(noBanned),
    indication: z.string().trim().min(1).max(200).refine(noRejected),
    note: z.string().trim().max(2000).refine(noRejected),
    priority: z.enum(priorities),
  })
  .superRefine(({ onlyIfNeeded, neededFor, needsLimit, frequency, days, review }, context) => {
    if (needsLimit && frequency !== 'once now' && days === '' && review === '')
      context.addIssue({ code: 'custom', path: ['days'], message: NEEDS_LIMIT })
    if (onlyIfNeeded && neededFor === '') context.addIssue({ code: 'custom', path: ['neededFor'], message: 'needed' })
  })

export type PrescriptionForm = z.output<typeof prescriptionForm>
/** The same while it is being filled in. */
export type PrescriptionEntry = z.input<typeof prescriptionForm>

/**
 * Where a prescription starts: nothing that could be taken over by mistake. Only what the product leaves no
 * choice about is filled in (MED-3).
 */
export const entryFor = (drug: Drug): PrescriptionEntry => ({
  value: '',
  unit: drug.doseUnits.length === 1 ? drug.doseUnits[0] : '',
  route: drug.routes.length === 1 ? drug.routes[0] : '',
  frequency: '',
  days: '',
  review: '',
  needsLimit: drug.timeLimited !== null,
  onlyIfNeeded: false,
  neededFor: '',
  indication: '',
  note: '',
  priority: 'routine',
})

export type PrescribedParts = Omit<Prescribe, 'commandId' | 'patientId' | 'duplicateReason'>
/** What a line of a list is worded from. */
type WordedParts = Pick<PrescribedParts, 'dose' | 'route' | 'frequency' | 'durationDays' | 'asNeededReason' | 'indication'>

/** The complete form as the command wants it. */
export const partsOf = (drugId: string, form: PrescriptionForm): PrescribedParts => ({
  drugId,
  dose: { value: form.value, unit: form.unit },
  route: form.route,
  frequency: form.frequency,
  durationDays: form.days === '' ? null : Number(form.days),
  reviewDays: form.review === '' ? null : Number(form.review),
  asNeededReason: form.onlyIfNeeded ? form.neededFor : null,
  priority: form.priority,
  indication: form.indication,
  note: form.note === '' ? null : form.note,
})

/** As far as it is filled in, for the sentence beside the form; a dose that would be refused is none. */
export function sigOf(drug: Pick<Drug, 'generic'>, entry: PrescriptionEntry): Sig {
  const dose = prescribeInput.shape.dose.safeParse({ value: entry.value, unit: entry.unit })
  return {
    generic: drug.generic,
    dose: dose.success ? dose.data : null,
    route: entry.route || null,
    frequency: entry.frequency || null,
    durationDays: /^\d+$/.test(entry.days) ? Number(entry.days) : null,
    asNeededReason: entry.onlyIfNeeded && entry.neededFor.trim() !== '' ? entry.neededFor.trim() : null,
    indication: entry.indication.trim() || null,
  }
}

/** The prescription as lists and sheets word it once it is stored: what is signed reads as what will stand (ORD-11). */
export const medicineOf = (
  drug: Pick<Drug, 'code' | 'generic' | 'form'>,
  { dose, route, frequency, durationDays, asNeededReason, indication }: WordedParts,
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
