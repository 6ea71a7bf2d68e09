import { readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { root } from '../run/runtime.mjs'
import { isData, lineCount, longFiles, MOST_LINES } from './file-length.ts'
import { sourceFiles } from './source-files.ts'

/** Longer files, with the reason and the date. They may become shorter but not longer; remove an entry when its file is split. */
const exceptions: Readonly<Record<string, { readonly lines: number; readonly reason: string; readonly since: string }>> = {
  'apps/bff/src/ingest/import/import-files.test.ts': { lines: 345, reason: 'a case per kind of import file', since: '2026-12-01' },
  'apps/bff/src/realtime/connections/handshake.test.ts': {
    lines: 356,
    reason: 'a case per hostile handshake (S1, S2)',
    since: '2026-12-01',
  },
  'apps/bff/src/realtime/transport/socket-server.test.ts': {
    lines: 350,
    reason: 'one server for all rules of the socket',
    since: '2026-12-01',
  },
  'apps/web/src/features/orders/orders-tab.test.tsx': { lines: 341, reason: 'one ward for all stories of the tab', since: '2026-12-01' },
  'apps/web/src/features/pharmacy/pharmacy-screen.test.tsx': {
    lines: 392,
    reason: 'one ward for all stories of the screen',
    since: '2026-12-01',
  },
  'apps/web/src/features/results/results-tab.test.tsx': { lines: 326, reason: 'one ward for all stories of the tab', since: '2026-12-01' },
}

describe('file length', () => {
  it('a file with more than the allowed number of lines is reported', () => {
    const files = [
      { file: 'a.ts', lines: 301 },
      { file: 'b.ts', lines: 300 },
    ]
    expect(longFiles(files)).toEqual([{ file: 'a.ts', lines: 301 }])
  })

  it('a final line break does not count as a line', () => {
    expect([lineCount('one\ntwo\n'), lineCount('one\ntwo'), lineCount('one\n\n')]).toEqual([2, 2, 2])
  })

  it('reference data, patient scenarios, Arabic words and texts are data; tests and other sources are not', () => {
    const files = [
      'apps/bff/src/reference-data/laboratory/ranges.ts',
      'apps/bff/src/demo/patients/patient-scenarios.ts',
      'packages/events/src/i18n/arabic.ts',
      'apps/web/src/features/chart/texts.ts',
      'apps/web/src/features/chart/chart-page.tsx',
      'apps/bff/src/demo/patients/patient-scenarios.test.ts',
      'e2e/stories/arabic.spec.ts',
    ]
    expect(files.filter(isData)).toEqual(files.slice(0, 4))
  })
})

describe('the source tree', () => {
  const long = longFiles(sourceFiles().map((file) => ({ file, lines: lineCount(readFileSync(path.join(root, file), 'utf8')) })))

  it(`has no file with more than ${MOST_LINES} lines, except data and the listed ones`, () => {
    expect(long.filter(({ file, lines }) => lines > (exceptions[file]?.lines ?? 0))).toEqual([])
  })

  it('needs all listed exceptions', () => {
    const files = long.map(({ file }) => file)
    expect(Object.keys(exceptions).filter((file) => !files.includes(file))).toEqual([])
  })
})
