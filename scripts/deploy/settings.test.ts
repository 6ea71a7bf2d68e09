import { expect, test } from 'vitest'
import { readEnv } from '../../apps/bff/src/config/env.ts'
import { textOf } from './files.ts'
import { settingNames } from './settings.ts'

const example = textOf('.env.example')
const named = [...example.matchAll(/^#?([A-Z][A-Z0-9_]+)=(.*)$/gm)].map(([, name, value]) => [String(name), String(value)] as const)

test('the example names every setting, and no other', () => {
  // NODE_ENV is Node's own.
  expect(named.map(([name]) => name).sort()).toEqual(settingNames.filter((name) => name !== 'NODE_ENV').sort())
})

test('what the example says can be used, and what it says without a comment are the defaults', () => {
  expect(() => readEnv(Object.fromEntries(named))).not.toThrow()
  const defaults = Object.fromEntries(named.filter(([name]) => !example.includes(`#${name}=`)))
  expect(readEnv(defaults)).toEqual(readEnv({}))
})

test('the operations guide says what each setting does', () => {
  const guide = textOf('docs/operations.md')
  for (const name of settingNames.filter((name) => name !== 'NODE_ENV')) expect(guide).toContain(`\`${name}\``)
})
