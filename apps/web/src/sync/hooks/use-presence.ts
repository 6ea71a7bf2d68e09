import type { Room } from '@wardline/events'
import type { Activity, PresentMember } from '@wardline/sync/protocol'
import { useEffect } from 'react'
import { useStore } from 'zustand'
import { useUser, useWorkflow } from '../workflow-context.tsx'

const noMembers: readonly PresentMember[] = []

/**
 * Announces this user's activity in a room and returns the other users present (RT-11).
 * @param subject the item of the room concerned, such as an order or a prescription
 */
export function usePresence(room: Room, doing: Activity, subject?: string): readonly PresentMember[] {
  const { presence } = useWorkflow()
  useEffect(() => presence.announce({ room, doing, subject }), [presence, room, doing, subject])
  return useOthers(room)
}

/** Returns the other users in a room, without announcing this user. */
export function useOthers(room: Room): readonly PresentMember[] {
  const { presentMembers } = useWorkflow()
  const { userId } = useUser()
  const members = useStore(presentMembers, (all) => all[room] ?? noMembers)
  return members.filter(({ user }) => user.userId !== userId)
}
