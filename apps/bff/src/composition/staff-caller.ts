import { newId } from '../commands/ids.ts'
import type { AppRouter } from '../router.ts'
import type { Core } from './services.ts'

/**
 * Returns a tRPC caller that acts as a member of staff without a browser. Each call is a separate request with its own id
 * and time, and reads the user's rights again. Throws when the user is unknown or disabled.
 */
export const staffCallerFor =
  ({ staff, requestContext }: Pick<Core, 'staff' | 'requestContext'>, router: AppRouter) =>
  async (userId: string) => {
    const createContext = async () => {
      const user = await staff.user(userId)
      if (!user) throw new Error(`Unknown or disabled user: ${userId}.`)
      return requestContext(user, newId())
    }
    await createContext()
    return router.createCaller(createContext)
  }
