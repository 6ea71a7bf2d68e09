import { describe, expect, it } from 'vitest'
import { InvalidArguments, readArguments } from './arguments.ts'

describe('import command-line arguments', () => {
  it('accept files, folders and options in any order', () => {
    expect(readArguments(['a.json', '--dates', 'now', 'b', '--dry-run'])).toEqual({
      paths: ['a.json', 'b'],
      dryRun: true,
      datesNow: true,
      report: 'import-report.ndjson',
      server: null,
      user: 'admin',
    })
  })

  it.each([[[]], [['--dates', 'then', 'a.json']], [['--colour', 'a.json']]])('are rejected with a message: %o', (typed) => {
    expect(() => readArguments(typed)).toThrow(InvalidArguments)
  })
})
