import { describe, expect, it } from 'vitest'
import { InvalidArguments, readArguments } from './arguments.ts'

describe('the command line of an import', () => {
  it('takes files, folders and options in any order', () => {
    expect(readArguments(['a.json', '--dates', 'now', 'b', '--dry-run'])).toEqual({
      places: ['a.json', 'b'],
      dryRun: true,
      datesNow: true,
      report: 'import-report.ndjson',
      server: null,
      user: 'admin',
    })
  })

  it.each([[[]], [['--dates', 'then', 'a.json']], [['--colour', 'a.json']]])('says what is wrong with %o', (typed) => {
    expect(() => readArguments(typed)).toThrow(InvalidArguments)
  })
})
