import type { UnitId, UserId } from '@wardline/events'
import type { Staff } from '../auth/sessions.ts'
import { InvalidCommand } from './run-cli.ts'
import type { StaffCommand } from './staff-arguments.ts'

export interface StaffCommandOptions {
  readonly staff: Staff
  readonly newId: () => string
  readonly askPassword: (username: string) => Promise<string>
  readonly print: (line: string) => void
}

/** Runs a staff command and prints its result. Throws WrongCommand. */
export async function runStaffCommand({ staff, newId, askPassword, print }: StaffCommandOptions, command: StaffCommand): Promise<void> {
  async function userIdOf(username: string) {
    const member = await staff.byUsername(username)
    if (!member) throw new InvalidCommand(`Unknown user: ${username}.`)
    return member.userId
  }
  async function unitsNamed(unitIds: readonly string[]): Promise<readonly UnitId[]> {
    const units = (await staff.units()).map(({ unitId }) => unitId)
    const unknown = unitIds.find((unitId) => !units.some((one) => one === unitId))
    if (unknown !== undefined)
      throw new InvalidCommand(`Unknown unit: ${unknown}. ${units.length > 0 ? `Units: ${units.join(', ')}.` : 'Add it first.'}`)
    return unitIds as readonly UnitId[]
  }

  switch (command.what) {
    case 'unit': {
      const { unitId, name, nameAr } = command
      await staff.putUnit({ unitId: unitId as UnitId, name, nameAr })
      return print(`Saved unit ${unitId} (${name}).`)
    }
    case 'add': {
      const { username, name, nameAr, role } = command
      if (await staff.byUsername(username)) throw new InvalidCommand(`The user name ${username} is taken.`)
      const userId = (command.userId ?? newId()) as UserId
      if (await staff.exists(userId)) throw new InvalidCommand(`The id ${userId} is taken.`)
      const unitIds = await unitsNamed(command.unitIds)
      await staff.put({ userId, username, name, nameAr, role, unitIds, password: await askPassword(username) })
      return print(`Added ${name} (${role}) as ${username}, in FHIR data Practitioner/${userId}.`)
    }
    case 'units': {
      const userId = await userIdOf(command.username)
      await staff.setUnits(userId, await unitsNamed(command.unitIds))
      return print(`Units of ${command.username}: ${command.unitIds.join(', ') || 'none'}.`)
    }
    case 'password': {
      const userId = await userIdOf(command.username)
      await staff.setPassword(userId, await askPassword(command.username))
      return print(`Changed the password of ${command.username}; the user's sessions have ended.`)
    }
    case 'disable':
    case 'enable': {
      await staff.setActive(await userIdOf(command.username), command.what === 'enable')
      return print(
        command.what === 'enable' ? `Enabled ${command.username}.` : `Disabled ${command.username}; the user's sessions have ended.`,
      )
    }
    case 'list': {
      for (const { unitId, name } of await staff.units()) print(`${unitId}  ${name}`)
      for (const { username, name, role, active, unitIds } of await staff.all())
        print([username, name, role, unitIds.join(' '), active ? '' : 'disabled'].filter(Boolean).join('  '))
      return
    }
    default:
      command satisfies never
  }
}
