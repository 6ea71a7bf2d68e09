import type { Room } from '@wardline/events'
import type { Activity, PresentMember } from '@wardline/sync/protocol'
import { useEffect } from 'react'
import { useStore } from 'zustand'
import { useUser, useWorkflow } from '../workflow-context.tsx'

const nobody: readonly PresentMember[] = []

/**
 * Tells the room what this person is doing there and says who else is (RT-11).
 * @param subject which item of the room, when it is about one: an order, a prescription
 */
export function usePresence(room: Room, doing: Activity, subject?: string): readonly PresentMember[] {
  const { presence } = useWorkflow()
  useEffect(() => presence.announce({ room, doing, subject }), [presence, room, doing, subject])
  return useOthers(room)
}

/** Who else is in a room, without saying that oneself is. */
export function useOthers(room: Room): readonly PresentMember[] {
  const { presentMembers } = useWorkflow()
  const { userId } = useUser()
  const members = useStore(presentMembers, (all) => all[room] ?? nobody)
  return members.filter(({ user }) => user.userId !== userId)
}
