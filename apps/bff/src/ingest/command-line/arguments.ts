import { parseArgs } from 'node:util'
import type { ImportOptions } from '../import/import.ts'

export interface ImportArguments extends ImportOptions {
  readonly paths: readonly string[]
  /** File that lists the resources set aside. */
  readonly report: string
  /** Address of a running Wardline server to upload the files to. */
  readonly server: string | null
  readonly user: string
}

export const USAGE = `Usage: npm run import -- <files or folders> [options]

FHIR R4 Bundles (.json) and bulk NDJSON (.ndjson), plain or .gz, in any combination.

  --dry-run        validate all files without importing
  --dates now      shift all dates so that the last day becomes today
  --report <file>  file listing the resources set aside (default: import-report.ndjson)
  --server <url>   upload to a running Wardline server (default: the one using this data folder)
  --user <name>    user to sign in as (default: admin); the password is read from
                   WARDLINE_PASSWORD or prompted for

Exit code: 0 when everything was imported, 2 when resources were set aside, 1 when the import failed.
`

/** The command line is invalid; the message is shown to the user. */
export class InvalidArguments extends Error {
  override readonly name = 'InvalidArguments'
}

export function readArguments(argv: readonly string[]): ImportArguments {
  const { values, positionals } = parseOptions(argv)
  if (values.dates !== undefined && values.dates !== 'now') throw new InvalidArguments('--dates accepts only the value "now".')
  if (positionals.length === 0) throw new InvalidArguments('Missing files or folders to import.')
  return {
    paths: positionals,
    dryRun: values['dry-run'] ?? false,
    datesNow: values.dates === 'now',
    report: values.report ?? 'import-report.ndjson',
    server: values.server ?? null,
    user: values.user ?? 'admin',
  }
}

function parseOptions(argv: readonly string[]) {
  try {
    return parseArgs({
      args: [...argv],
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
