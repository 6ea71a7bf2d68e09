import { expect, test } from 'vitest'
import { marginRules } from './use-print-margins.ts'

const rules = marginRules({ who: 'O"NEIL, Ann · MRN 129 728 7652', asOfText: 'as of 21:00', by: 'Printed by Dr Amal Hassan' })

test('A11Y-7: each page shows two identifiers, the printing user, the age of the data, and page n of m', () => {
  for (const part of ['MRN 129 728 7652', 'as of 21:00', 'Printed by Dr Amal Hassan', 'counter(page) " / " counter(pages)'])
    expect(rules).toContain(part)
})

test('a quotation mark in a name is escaped', () => {
  expect(rules).toContain('O\\"NEIL, Ann')
})
