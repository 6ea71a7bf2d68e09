import { expect, it } from 'vitest'
import { lookAlikes, looksLike } from './look-alike.ts'

it('marks names that begin alike, and only those (ORD-2)', () => {
  const found = lookAlikes([
    { id: 'two', name: 'Chest X-ray, two views' },
    { id: 'portable', name: 'Chest X-ray, portable' },
    { id: 'ct', name: 'CT chest' },
    { id: 'k', name: 'Potassium' },
  ])
  expect([...found]).toEqual(['two', 'portable'])
})

it('compares as a search does, and never a name with itself', () => {
  expect(looksLike('Hydralazine', 'hydrOXYzine')).toBe(true)
  expect(looksLike('Potassium', 'potassium')).toBe(false)
  expect(looksLike('K', 'Kalium')).toBe(false)
})
