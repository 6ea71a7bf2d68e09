import type { Bus } from '../../bus/bus.ts'

/** A process says this often who has a screen with it; one that misses three in a row has nobody. */
export const SCREENS_MS = 5_000
export const SILENT_MS = 3 * SCREENS_MS

interface Said {
  readonly userIds: Set<string>
  silent: NodeJS.Timeout | undefined
}

export interface ConnectedUsers {
  /** Whether the person has a screen with any process. */
  isHere(userId: string): boolean
  stop(): void
}

/**
 * Who has a screen, whichever process it is connected to. What processes tell may be lost or late: what one says of
 * everybody stands against what it said of one, and one that fell silent has nobody any more.
 */
export function connectedUsers(
  bus: Pick<Bus, 'subscribe'>,
  { came, went }: { readonly came: (userId: string) => void; readonly went: (userId: string) => void },
): ConnectedUsers {
  const processes = new Map<string, Said>()

  const isHere = (userId: string) => [...processes.values()].some(({ userIds }) => userIds.has(userId))
  function gone(userIds: Iterable<string>) {
    for (const userId of userIds) if (!isHere(userId)) went(userId)
  }
  function saidBy(instance: string): Said {
    const said: Said = processes.get(instance) ?? { userIds: new Set<string>(), silent: undefined }
    processes.set(instance, said)
    clearTimeout(said.silent)
    said.silent = setTimeout(() => {
      processes.delete(instance)
      gone(said.userIds)
    }, SILENT_MS).unref()
    return said
  }

  const stops = [
    bus.subscribe('arrived', ({ userId, instance }) => {
      saidBy(instance).userIds.add(userId)
      came(userId)
    }),
    bus.subscribe('departed', ({ userId, instance }) => {
      saidBy(instance).userIds.delete(userId)
      gone([userId])
    }),
    bus.subscribe('screens', ({ instance, userIds }) => {
      const said = saidBy(instance)
      const before = [...said.userIds]
      said.userIds.clear()
      for (const userId of userIds) said.userIds.add(userId)
      for (const userId of userIds) came(userId)
      gone(before.filter((userId) => !said.userIds.has(userId)))
    }),
  ]

  return {
    isHere,
    stop() {
      for (const stop of stops) stop()
      for (const { silent } of processes.values()) clearTimeout(silent)
      processes.clear()
    },
  }
}
