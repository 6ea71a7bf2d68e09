import { parseArgs } from 'node:util'
import { type Role, roles } from '@wardline/events'
import { WrongCommand } from './run-cli.ts'

export const USAGE = `Usage: npm run staff -- <what> [<who>] [options]

  unit <id> --name <name> [--name-ar <name>]      makes or renames a unit of the hospital
  add <username> --name <name> --role <role>      somebody who may sign in from now on
      [--name-ar <name>] [--unit <id> …]          where they work; pharmacists, laboratory staff
                                                  and administrators work in every unit
      [--id <id>]                                 as FHIR data calls them (Practitioner/<id>)
  units <username> [--unit <id> …]                where they work from now on
  password <username>                             another password; ends their sign-ins
  disable <username> · enable <username>          ends their sign-ins and refuses new ones · allows them again
  list                                            everybody, and every unit

Roles: ${roles.join(', ')}.
Works in the data folder (DATA_DIR, the product stopped) or on the server (DATABASE_URL and NATS_URL, running or not).
A password is asked for, or read as a line from standard input; it is never an argument.
`

/** What the command line asks for. */
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

/** As rooms and FHIR references have it. */
const isId = (text: string) => /^[A-Za-z0-9.-]{1,64}$/.test(text)
const wrong = (sentence: string): never => {
  throw new WrongCommand(`${sentence}\n\n${USAGE}`)
}

export function readStaffCommand(typed: readonly string[]): StaffCommand {
  const { values, positionals } = parsed(typed)
  const [what, who = '', ...rest] = positionals
  if (what === undefined) return wrong('Say what to do.')
  if (rest.length > 0) return wrong(`${rest.join(' ')} is one word too many; a name with spaces goes in quotes.`)
  if (what === 'list') return { what }
  if (!isId(who)) return wrong(`${what} needs whom or what it is about: 1 to 64 letters, digits, hyphens or full stops.`)
  const unitIds = values.unit ?? []
  const nameAr = values['name-ar'] ?? null
  switch (what) {
    case 'unit':
      return { what, unitId: who, name: values.name ?? wrong('A unit needs a --name.'), nameAr }
    case 'add': {
      const role = roles.find((one) => one === values.role) ?? wrong(`--role is one of ${roles.join(', ')}.`)
      const userId = values.id ?? null
      if (userId !== null && !isId(userId)) return wrong('--id is 1 to 64 letters, digits, hyphens or full stops.')
      return { what, username: who, name: values.name ?? wrong('Somebody new needs a --name.'), nameAr, role, unitIds, userId }
    }
    case 'units':
      return { what, username: who, unitIds }
    case 'password':
    case 'disable':
    case 'enable':
      return { what, username: who }
    default:
      return wrong(`There is no ${what}.`)
  }
}

function parsed(typed: readonly string[]) {
  try {
    return parseArgs({
      args: [...typed],
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
    return wrong((error as Error).message)
  }
}
