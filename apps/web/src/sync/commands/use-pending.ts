import { type MutationState, useMutationState } from '@tanstack/react-query'
import type { inferInput } from '@trpc/tanstack-react-query'
import type { Applied, Room } from '@wardline/events'
import { useSyncExternalStore } from 'react'
import { useStore } from 'zustand'
import { useWorkflow } from '../workflow-context.tsx'
import type { CommandProcedure } from './use-command.ts'

export interface Pending<Input> {
  readonly input: Input
  readonly commandId: string
  /** `applied`: done on the server, its event has not arrived yet; `notSent`: waiting in the tray. */
  readonly state: 'sending' | 'applied' | 'notSent'
}

/**
 * Returns commands whose effect is not on screen yet: shown beside the rows, never stored among them (RT9). A completed
 * command stays pending until its event has arrived.
 */
export function usePending<P extends CommandProcedure>(
  procedure: P,
  matches: (input: inferInput<P>) => boolean = () => true,
): readonly Pending<inferInput<P>>[] {
  'use no memo'
  // Acknowledged commands are read from mutable objects; compiled memoisation would keep showing a confirmed row as pending.
  const { arrivals, outbox, rooms } = useWorkflow()
  const path = procedure.mutationKey()[0].join('.')
  const states = useMutationState({ filters: { mutationKey: procedure.mutationKey(), exact: true }, select: ({ state }) => state })
  const unsent = useStore(outbox.store)
  useSyncExternalStore(arrivals.subscribe, arrivals.version)

  const positionOf = (room: Room) => rooms.log(room)?.last ?? null
  const running = (states as MutationState<Applied, unknown, inferInput<P> & { commandId: string }>[]).flatMap(
    ({ status, variables, data }): Pending<inferInput<P>>[] => {
      if (!variables || !matches(variables)) return []
      if (status === 'pending') return [{ input: variables, commandId: variables.commandId, state: 'sending' }]
      if (status !== 'success' || arrivals.has(variables.commandId, data, positionOf)) return []
      return [{ input: variables, commandId: variables.commandId, state: 'applied' }]
    },
  )
  const waiting = unsent
    .filter((item) => item.path === path && item.state !== 'refused' && matches(item.input))
    .filter((item) => !running.some(({ commandId }) => commandId === item.commandId))
    .map((item): Pending<inferInput<P>> => ({ input: item.input, commandId: item.commandId, state: 'notSent' }))
  return [...running, ...waiting]
}
