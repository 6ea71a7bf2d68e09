import { expect, it } from 'vitest'
import { shortName } from './short-name.ts'

it('shortens a name so that one still knows whom to call', () => {
  expect([shortName('Omar Farouk'), shortName('Dr Amal Hassan'), shortName('Huda'), shortName('')]).toEqual([
    'Omar F.',
    'Dr Amal H.',
    'Huda',
    '',
  ])
})
