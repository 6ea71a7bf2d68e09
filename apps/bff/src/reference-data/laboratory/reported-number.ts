import { extensions, type ReportedNumber } from '@wardline/events'
import type { Quantity } from 'fhir/r4'

/** Returns a FHIR quantity. JSON drops trailing zeros, so the reported digits are kept in an extension (FMT-9, D9). */
export function quantityOf(reported: ReportedNumber, unit: string, ucum: string): Quantity {
  const digits = reported.text.replace(/^[<>=]+/, '')
  return {
    value: reported.value,
    ...(reported.comparator ? { comparator: reported.comparator } : {}),
    unit,
    system: 'http://unitsofmeasure.org',
    code: ucum,
    ...(String(reported.value) === digits
      ? {}
      : ({ _value: { extension: [{ url: extensions.reportedValue, valueString: digits }] } } as Partial<Quantity>)),
  }
}
