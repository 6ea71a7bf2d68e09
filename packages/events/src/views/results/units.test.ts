import { expect, test } from 'vitest'
import { displayUnit } from './units.ts'

test.each([
  ['mm[Hg]', 'mmHg'],
  ['Cel', '°C'],
  ['10*3/uL', '×10³/µL'],
  ['10*9/L', '×10⁹/L'],
  ['umol/L', 'µmol/L'],
  ['mL/min/{1.73_m2}', 'mL/min/1.73 m²'],
  ['kg/m2', 'kg/m²'],
  ['{score}', 'score'],
  ['{nominal}', null],
  ['mmol/L', 'mmol/L'],
  ['mU/L', 'mU/L'],
  ['/min', '/min'],
  ['%', '%'],
  ['mL/min/1.73 m²', 'mL/min/1.73 m²'],
  [undefined, null],
])('FMT-10: the unit %s is shown as %s', (unit, shown) => {
  expect(displayUnit(unit)).toBe(shown)
})
