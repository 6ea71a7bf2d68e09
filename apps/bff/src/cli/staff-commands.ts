import type { UnitId, UserId } from '@wardline/events'
import type { Staff } from '../auth/sessions.ts'
import { WrongCommand } from './run-cli.ts'
import type { StaffCommand } from './staff-arguments.ts'

export interface StaffDeskParts {
  readonly staff: Staff
  readonly newId: () => string
  readonly askPassword: (of: string) => Promise<string>
  readonly say: (line: string) => void
}

/** Does what the command line asks for, and says what was done. */
export async function atStaffDesk({ staff, newId, askPassword, say }: StaffDeskParts, command: StaffCommand): Promise<void> {
  async function known(username: string) {
    const member = await staff.byUsername(username)
    if (!member) throw new WrongCommand(`Nobody is called ${username}.`)
    return member.userId
  }
  async function unitsNamed(unitIds: readonly string[]): Promise<readonly UnitId[]> {
    const units = (await staff.units()).map(({ unitId }) => unitId)
    const strange = unitIds.find((unitId) => !units.some((one) => one === unitId))
    if (strange !== undefined)
      throw new WrongCommand(`There is no unit ${strange}. ${units.length > 0 ? `There are ${units.join(', ')}.` : 'Make it first.'}`)
    return unitIds as readonly UnitId[]
  }

  switch (command.what) {
    case 'unit': {
      const { unitId, name, nameAr } = command
      await staff.putUnit({ unitId: unitId as UnitId, name, nameAr })
      return say(`The unit ${unitId} is called ${name}.`)
    }
    case 'add': {
      const { username, name, nameAr, role } = command
      if (await staff.byUsername(username)) throw new WrongCommand(`Somebody is called ${username} already.`)
      const userId = (command.userId ?? newId()) as UserId
      if (await staff.knows(userId)) throw new WrongCommand(`Somebody has the id ${userId} already.`)
      const unitIds = await unitsNamed(command.unitIds)
      await staff.put({ userId, username, name, nameAr, role, unitIds, password: await askPassword(username) })
      return say(`${name} (${role}) may sign in as ${username}; FHIR data calls them Practitioner/${userId}.`)
    }
    case 'units': {
      const userId = await known(command.username)
      await staff.setUnits(userId, await unitsNamed(command.unitIds))
      return say(`${command.username} works in ${command.unitIds.join(', ') || 'no unit'}.`)
    }
    case 'password': {
      const userId = await known(command.username)
      await staff.setPassword(userId, await askPassword(command.username))
      return say(`${command.username} has another password and has to sign in again.`)
    }
    case 'disable':
    case 'enable': {
      await staff.setActive(await known(command.username), command.what === 'enable')
      return say(command.what === 'enable' ? `${command.username} may sign in again.` : `${command.username} may not sign in any more.`)
    }
    case 'list': {
      for (const { unitId, name } of await staff.units()) say(`${unitId}  ${name}`)
      for (const { username, name, role, active, unitIds } of await staff.all())
        say([username, name, role, unitIds.join(' '), active ? '' : 'disabled'].filter(Boolean).join('  '))
    }
  }
}
