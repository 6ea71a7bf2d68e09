import { dispenseInput } from '@wardline/events'
import { toLatinDigits } from '@wardline/ui'
import * as z from 'zod'

const numberTyped = z.string().transform((typed) => {
  const text = toLatinDigits(typed).trim()
  return text === '' ? null : Number(text)
})

/** Schema of the dispensing form; its output is the command's fields. Accepts Arabic-Indic digits (AR-4). */
export const dispenseForm = (needsReason: boolean) =>
  z.object({
    quantity: numberTyped.pipe(dispenseInput.shape.quantity.shape.value),
    unit: z.string().pipe(dispenseInput.shape.quantity.shape.unit),
    daysSupply: numberTyped.pipe(dispenseInput.shape.daysSupply),
    duplicateReason: z
      .string()
      .transform((typed) => typed.trim() || null)
      .pipe(needsReason ? dispenseInput.shape.duplicateReason.unwrap() : dispenseInput.shape.duplicateReason),
  })

export type DispenseTyped = z.input<ReturnType<typeof dispenseForm>>
export type DispenseAsked = z.output<ReturnType<typeof dispenseForm>>
