import { expect, test } from 'vitest'
import { readEnv } from '../../apps/bff/src/config/env.ts'
import { textOf } from './files.ts'
import { settingNames } from './settings.ts'

const example = textOf('.env.example')
const named = [...example.matchAll(/^#?([A-Z][A-Z0-9_]+)=(.*)$/gm)].map(([, name, value]) => [String(name), String(value)] as const)

test('.env.example names all settings and no others', () => {
  // NODE_ENV belongs to Node.
  expect(named.map(([name]) => name).sort()).toEqual(settingNames.filter((name) => name !== 'NODE_ENV').sort())
})

test('the values of .env.example are valid, and the uncommented ones are the defaults', () => {
  expect(() => readEnv(Object.fromEntries(named))).not.toThrow()
  const defaults = Object.fromEntries(named.filter(([name]) => !example.includes(`#${name}=`)))
  expect(readEnv(defaults)).toEqual(readEnv({}))
})

test('the operations guide describes each setting', () => {
  const guide = textOf('docs/operations.md')
  for (const name of settingNames.filter((name) => name !== 'NODE_ENV')) expect(guide).toContain(`\`${name}\``)
})
