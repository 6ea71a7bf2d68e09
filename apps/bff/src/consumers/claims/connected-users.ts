import type { Bus } from '../../bus/bus.ts'

/** Publication interval of an instance's connected users; after three missed ones its users count as disconnected. */
export const SCREENS_MS = 5_000
export const SILENT_MS = 3 * SCREENS_MS

interface InstanceUsers {
  readonly userIds: Set<string>
  timeout: NodeJS.Timeout | undefined
}

export interface ConnectedUsers {
  /** Returns whether the user is connected to any instance. */
  isConnected(userId: string): boolean
  stop(): void
}

/**
 * Tracks the users connected to any instance. Signals may be lost or late: the full list of an instance overrides its
 * single arrivals and departures, and an instance that stops publishing has no users.
 */
export function connectedUsers(
  bus: Pick<Bus, 'subscribe'>,
  { onConnected, onDisconnected }: { readonly onConnected: (userId: string) => void; readonly onDisconnected: (userId: string) => void },
): ConnectedUsers {
  const instances = new Map<string, InstanceUsers>()

  const isConnected = (userId: string) => [...instances.values()].some(({ userIds }) => userIds.has(userId))
  function reportDisconnected(userIds: Iterable<string>) {
    for (const userId of userIds) if (!isConnected(userId)) onDisconnected(userId)
  }
  function refresh(instance: string): InstanceUsers {
    const users: InstanceUsers = instances.get(instance) ?? { userIds: new Set<string>(), timeout: undefined }
    instances.set(instance, users)
    clearTimeout(users.timeout)
    users.timeout = setTimeout(() => {
      instances.delete(instance)
      reportDisconnected(users.userIds)
    }, SILENT_MS).unref()
    return users
  }

  const stops = [
    bus.subscribe('arrived', ({ userId, instance }) => {
      refresh(instance).userIds.add(userId)
      onConnected(userId)
    }),
    bus.subscribe('departed', ({ userId, instance }) => {
      refresh(instance).userIds.delete(userId)
      reportDisconnected([userId])
    }),
    bus.subscribe('screens', ({ instance, userIds }) => {
      const users = refresh(instance)
      const before = [...users.userIds]
      users.userIds.clear()
      for (const userId of userIds) users.userIds.add(userId)
      for (const userId of userIds) onConnected(userId)
      reportDisconnected(before.filter((userId) => !users.userIds.has(userId)))
    }),
  ]

  return {
    isConnected,
    stop() {
      for (const stop of stops) stop()
      for (const { timeout } of instances.values()) clearTimeout(timeout)
      instances.clear()
    },
  }
}
