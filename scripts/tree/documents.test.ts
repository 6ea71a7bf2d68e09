import { describe, expect, it } from 'vitest'
import {
  findingsIn,
  linksIn,
  missingFunctions,
  missingPaths,
  pathsIn,
  project,
  projectsIn,
  scopeOf,
  scriptsIn,
  sourceRoots,
  unknownFolders,
  unnamedFolders,
  variablesIn,
  variablesOfExample,
  variablesReadBy,
} from './documents.ts'

describe('paths', () => {
  it('are found in code marks and in fenced blocks, not in the text', () => {
    const text = [
      'See `apps/bff/src/main.ts:12`, `catalog.ts` and `npx vitest run docs/x.md`, not apps/none.ts.',
      '```',
      'node bench/main.ts',
      '```',
    ].join('\n')
    expect(pathsIn(text)).toEqual(['apps/bff/src/main.ts', 'catalog.ts', 'docs/x.md', 'bench/main.ts'])
  })

  it('with braces are several paths', () => {
    expect(pathsIn('`apps/web/{src,contract}/`')).toEqual(['apps/web/src', 'apps/web/contract'])
  })

  it('name a file, a folder, the end of a path, or any name in place of a star or an angle', () => {
    const files = ['apps/bff/src/features/orders/policy.ts']
    const existing = ['apps/bff/src/features', 'orders/policy.ts', 'apps/bff/src/features/*/policy.ts', 'features/<topic>/policy.ts']
    const missing = ['apps/bff/features', 'rders/policy.ts', 'apps/bff/src/*/policy.ts', 'policy.tsx']
    expect(missingPaths([...existing, ...missing], files)).toEqual(missing)
  })

  it('of links are relative to their document; addresses and anchors are not paths', () => {
    const text = '[a](glossary.md#log) ![b](../README.md) [c](#here) [d](https://example.org/x.md)'
    expect(linksIn('docs/proof.md', text)).toEqual(['docs/glossary.md', 'README.md'])
  })
})

describe('commands', () => {
  it('are found with the name of their script or project', () => {
    const text = '`npm run renew-epoch` and `npx vitest run --project in-process --project bff apps/bff`'
    expect(scriptsIn(text)).toEqual(['renew-epoch'])
    expect(projectsIn(text)).toEqual(['in-process', 'bff'])
  })
})

describe('functions', () => {
  const files = ['apps/web/src/sync/workflow.ts', 'apps/bff/src/bus/a.ts']
  const read = (file: string) => (file === files[0] ? 'class Workflow { open() {} }' : 'const publish = 1')
  const table = (path: string, names: string) => `| step | file | function |\n|---|---|---|\n| Opens \`it\`. | \`${path}\` | ${names} |`

  it('of a table are looked for in the files or the folder of their row', () => {
    expect(missingFunctions(table('apps/web/src/sync/workflow.ts', '`Workflow.open`'), { files, read })).toEqual([])
    expect(missingFunctions(table('apps/bff/src/bus', '`publish`'), { files, read })).toEqual([])
    expect(missingFunctions(table('apps/web/src/sync/workflow.ts', '`Workflow.close`, `publish`'), { files, read })).toEqual([
      'close',
      'publish',
    ])
  })

  it('of other tables are not', () => {
    expect(missingFunctions('| term | where |\n|---|---|\n| x | `none` |', { files, read })).toEqual([])
  })
})

describe('variables', () => {
  it('are described by an assignment or a table of variables', () => {
    const text =
      '`DEMO=on A_B=1 npm start` shows `NOT_A_SETTING`.\n\n| variable | meaning |\n|---|---|\n| `PORT`, `DATA_DIR` | see `OTHER` |'
    expect(variablesIn(text)).toEqual(['DEMO', 'A_B', 'PORT', 'DATA_DIR'])
    expect(variablesOfExample('# A folder.\nDATA_DIR=x\n#EVENT_KEY=\n')).toEqual(['DATA_DIR', 'EVENT_KEY'])
  })

  it('are read from the process or by substitution', () => {
    const source = 'process.env.ONE\nconst { TWO, THREE } = process.env\n$' + '{FOUR:-x}'
    expect(variablesReadBy(source).toSorted()).toEqual(['FOUR', 'ONE', 'THREE', 'TWO'])
  })
})

describe('folders', () => {
  const text =
    '| `packages/ui` | `theme` |\n\n### The server: `apps/bff/src`\n\n| `auth`, `gone` | `bus/streams.ts` |\n\n### Other\n\n| `load` | |'

  it('of a source root are looked for in its section or its row', () => {
    expect(unnamedFolders(['auth', 'bus', 'load'], scopeOf('apps/bff/src', text))).toEqual(['load'])
    expect(unnamedFolders(['theme', 'auth'], scopeOf('packages/ui/src', text))).toEqual(['auth'])
    expect(unnamedFolders(['client'], scopeOf('packages/sync/src', text))).toEqual(['client'])
  })

  it('that a section names but the source root lacks are found', () => {
    expect(unknownFolders('apps/bff/src', scopeOf('apps/bff/src', text), ['apps/bff/src/auth/a.ts'])).toEqual(['gone'])
  })

  it('are those of the first two levels', () => {
    const files = ['apps/bff/src/bus/a/b/c.ts', 'apps/bff/src/bus/c.ts', 'apps/bff/src/main.ts', 'packages/ui/package.json']
    expect([...sourceRoots(files)]).toEqual([['apps/bff/src', ['bus', 'bus/a']]])
  })

  it('within another are named in its row', () => {
    expect(unnamedFolders(['bus/a', 'bus/b', 'bus/c'], '| `bus` | `a`, `{b,d}` |\n| `log` | `c` |')).toEqual(['bus/c'])
  })
})

/** Returns the findings in a project of these files, as texts. */
const findingsOf = (texts: Readonly<Record<string, string>>, settings: readonly string[] = []) =>
  findingsIn({ files: Object.keys(texts), read: (file) => texts[file] ?? '', settings }).map(({ file, problem }) => `${file}: ${problem}`)

const complete = {
  'README.md': '`apps/bff/src/main.ts`, [guide](docs/operations.md), `npm run dev`, `vitest --project bff`, `PORT=1 npm run dev`',
  'docs/operations.md': '| variable | meaning |\n|---|---|\n| `PORT` | port |',
  'docs/architecture.md': '### `apps/bff/src`\n\n| `auth` | sign-in |',
  'apps/bff/README.md': '`auth`',
  'apps/bff/src/main.ts': '',
  'apps/bff/src/auth/sessions.ts': '',
  '.env.example': 'PORT=8080\n',
  'package.json': '{ "scripts": { "dev": "vite" } }',
  'vite.config.ts': "onNode('bff')",
}

describe('a project', () => {
  it('whose documents name only what exists has no findings', () => {
    expect(findingsOf(complete, ['PORT', 'NODE_ENV'])).toEqual([])
  })

  it('has a finding for each path, link, script, test project and variable that does not exist', () => {
    const readme = '`docs/none.md` [none](none.md) `npm run none` `vitest --project none` `NONE=1 npm run dev`'
    expect(findingsOf({ ...complete, 'README.md': readme, '.env.example': 'PORT=1\nOLD=1\n' }, ['PORT'])).toEqual([
      'README.md: docs/none.md does not exist',
      'README.md: the link to none.md leads nowhere',
      'README.md: package.json has no script none',
      'README.md: vite.config.ts has no project none',
      'README.md: no code reads NONE',
      '.env.example: no code reads OLD',
    ])
  })

  it('has a finding for each setting and folder that is not described', () => {
    const files = { ...complete, 'apps/bff/src/bus/bus.ts': '', 'docs/architecture.md': '### `apps/bff/src`\n\n| `auth`, `gone` | |' }
    expect(findingsOf(files, ['PORT', 'DEMO'])).toEqual([
      '.env.example: lacks DEMO',
      'docs/operations.md: lacks DEMO',
      'docs/architecture.md: does not name apps/bff/src/bus',
      'docs/architecture.md: apps/bff/src/gone does not exist',
      'apps/bff/README.md: does not name bus',
    ])
  })
})

it('the documents of this project name only what exists, and each setting and folder', () => {
  expect(findingsIn(project()).map(({ file, problem }) => `${file}: ${problem}`)).toEqual([])
})
