import { parseArgs } from 'node:util'
import { type Role, roles } from '@wardline/events'
import { InvalidCommand } from './run-cli.ts'

export const USAGE = `Usage: npm run staff -- <command> [<name>] [options]

    unit <id> --name <name> [--name-ar <name>]      Add or rename a unit
    add <username> --name <name> --role <role>      Add a user
        [--name-ar <name>] [--unit <id> …]          Units the user works in; pharmacists, laboratory
                                                    staff and administrators work in every unit
        [--id <id>]                                 Id in FHIR data (Practitioner/<id>)
    units <username> [--unit <id> …]                Replace the units of a user
    password <username>                             Set a new password; ends the user's sessions
    disable <username> · enable <username>          Block sign-in and end the sessions · allow sign-in
    list                                            List units and users

Roles: ${roles.join(', ')}.
Uses the data folder (DATA_DIR, with the server stopped) or the database server (DATABASE_URL and NATS_URL, running or not).
Passwords are read from a prompt or from a line of standard input, never from an argument.
`

/** A parsed command line. */
export type StaffCommand =
  | { readonly what: 'list' }
  | { readonly what: 'unit'; readonly unitId: string; readonly name: string; readonly nameAr: string | null }
  | {
      readonly what: 'add'
      readonly username: string
      readonly name: string
      readonly nameAr: string | null
      readonly role: Role
      readonly unitIds: readonly string[]
      readonly userId: string | null
    }
  | { readonly what: 'units'; readonly username: string; readonly unitIds: readonly string[] }
  | { readonly what: 'password' | 'disable' | 'enable'; readonly username: string }

/** Valid in room names and FHIR references. */
const isId = (text: string) => /^[A-Za-z0-9.-]{1,64}$/.test(text)
const fail = (sentence: string): never => {
  throw new InvalidCommand(`${sentence}\n\n${USAGE}`)
}

export function readStaffCommand(args: readonly string[]): StaffCommand {
  const { values, positionals } = parseCommandLine(args)
  const [what, who = '', ...rest] = positionals
  if (what === undefined) return fail('Missing command.')
  if (rest.length > 0) return fail(`Unexpected argument: ${rest.join(' ')}. Quote names that contain spaces.`)
  if (what === 'list') return { what }
  if (!isId(who)) return fail(`${what} requires a name: 1 to 64 letters, digits, hyphens or full stops.`)
  const unitIds = values.unit ?? []
  const nameAr = values['name-ar'] ?? null
  switch (what) {
    case 'unit':
      return { what, unitId: who, name: values.name ?? fail('unit requires --name.'), nameAr }
    case 'add': {
      const role = roles.find((one) => one === values.role) ?? fail(`--role must be one of ${roles.join(', ')}.`)
      const userId = values.id ?? null
      if (userId !== null && !isId(userId)) return fail('--id must be 1 to 64 letters, digits, hyphens or full stops.')
      return { what, username: who, name: values.name ?? fail('add requires --name.'), nameAr, role, unitIds, userId }
    }
    case 'units':
      return { what, username: who, unitIds }
    case 'password':
    case 'disable':
    case 'enable':
      return { what, username: who }
    default:
      return fail(`Unknown command: ${what}.`)
  }
}

function parseCommandLine(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        name: { type: 'string' },
        'name-ar': { type: 'string' },
        role: { type: 'string' },
        unit: { type: 'string', multiple: true },
        id: { type: 'string' },
      },
    })
  } catch (error) {
    return fail((error as Error).message)
  }
}
