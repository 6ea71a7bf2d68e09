import { newId } from '../commands/ids.ts'
import type { AppRouter } from '../router.ts'
import type { Core } from './services.ts'

/**
 * The procedures as one of the staff uses them without a browser. Each act is a request of its own, with its id and the
 * time it came in, and what the person may do is read again. @throws when nobody works here under that id.
 */
export const actingIn =
  ({ staff, visitor }: Pick<Core, 'staff' | 'visitor'>, router: AppRouter) =>
  async (userId: string) => {
    const arrives = async () => {
      const user = await staff.user(userId)
      if (!user) throw new Error(`${userId} does not work here.`)
      return visitor(user, newId())
    }
    await arrives()
    return router.createCaller(arrives)
  }
