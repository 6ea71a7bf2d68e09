import { expect, it } from 'vitest'
import { shortName } from './short-name.ts'

it('shortens a name to the given names and an initial', () => {
  expect([shortName('Omar Farouk'), shortName('Dr Amal Hassan'), shortName('Huda'), shortName('')]).toEqual([
    'Omar F.',
    'Dr Amal H.',
    'Huda',
    '',
  ])
})
