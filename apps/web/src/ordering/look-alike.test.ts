import { expect, it } from 'vitest'
import { lookAlikes, looksLike } from './look-alike.ts'

it('marks only names with the same beginning (ORD-2)', () => {
  const found = lookAlikes([
    { id: 'two', name: 'Chest X-ray, two views' },
    { id: 'portable', name: 'Chest X-ray, portable' },
    { id: 'ct', name: 'CT chest' },
    { id: 'k', name: 'Potassium' },
  ])
  expect([...found]).toEqual(['two', 'portable'])
})

it('compares folded text, and never a name with itself', () => {
  expect(looksLike('Hydralazine', 'hydrOXYzine')).toBe(true)
  expect(looksLike('Potassium', 'potassium')).toBe(false)
  expect(looksLike('K', 'Kalium')).toBe(false)
})
