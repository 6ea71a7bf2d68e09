import { parseArgs } from 'node:util'
import type { ImportOptions } from '../import/import.ts'

export interface ImportArguments extends ImportOptions {
  readonly places: readonly string[]
  /** Where resources that were set aside are listed. */
  readonly report: string
  /** A running product to hand the files to. */
  readonly server: string | null
  readonly user: string
}

export const USAGE = `Usage: npm run import -- <files or folders> [options]

FHIR R4 Bundles (.json) and bulk NDJSON (.ndjson), plain or .gz, in any mixture.

  --dry-run        look at everything, change nothing
  --dates now      move the data's last day to today
  --report <file>  where to list what was set aside (default: import-report.ndjson)
  --server <url>   hand the files to a running Wardline (default: the one on this data folder)
  --user <name>    who signs in there (default: admin); the password is asked for,
                   or taken from WARDLINE_PASSWORD
`

/** Something in the command line cannot be meant; the message is a sentence for the person who typed it. */
export class InvalidArguments extends Error {
  override readonly name = 'WrongArguments'
}

export function readArguments(typed: readonly string[]): ImportArguments {
  const { values, positionals } = parsed(typed)
  if (values.dates !== undefined && values.dates !== 'now') throw new InvalidArguments('--dates takes one word: now.')
  if (positionals.length === 0) throw new InvalidArguments('Say which files or folders to import.')
  return {
    places: positionals,
    dryRun: values['dry-run'] ?? false,
    datesNow: values.dates === 'now',
    report: values.report ?? 'import-report.ndjson',
    server: values.server ?? null,
    user: values.user ?? 'admin',
  }
}

function parsed(typed: readonly string[]) {
  try {
    return parseArgs({
      args: [...typed],
      allowPositionals: true,
      options: {
        'dry-run': { type: 'boolean' },
        dates: { type: 'string' },
        report: { type: 'string' },
        server: { type: 'string' },
        user: { type: 'string' },
      },
    })
  } catch (error) {
    throw new InvalidArguments((error as Error).message)
  }
}
