import { dispenseInput } from '@wardline/events'
import { toLatinDigits } from '@wardline/ui'
import * as z from 'zod'

const decimalField = z.string().transform((input) => {
  const text = toLatinDigits(input).trim()
  return text === '' ? null : Number(text)
})

/** Schema of the dispensing form; its output is the command's fields. Accepts Arabic-Indic digits (AR-4). */
export const dispenseFormSchema = (needsReason: boolean) =>
  z.object({
    quantity: decimalField.pipe(dispenseInput.shape.quantity.shape.value),
    unit: z.string().pipe(dispenseInput.shape.quantity.shape.unit),
    daysSupply: decimalField.pipe(dispenseInput.shape.daysSupply),
    duplicateReason: z
      .string()
      .transform((input) => input.trim() || null)
      .pipe(needsReason ? dispenseInput.shape.duplicateReason.unwrap() : dispenseInput.shape.duplicateReason),
  })

export type DispenseFormInput = z.input<ReturnType<typeof dispenseFormSchema>>
export type DispenseFormValues = z.output<ReturnType<typeof dispenseFormSchema>>
