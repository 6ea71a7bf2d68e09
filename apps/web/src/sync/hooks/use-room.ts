import type { Room } from '@wardline/events'
import { useEffect } from 'react'
import { useWorkflow } from '../workflow-context.tsx'

/** Follows a room as long as the component is there; a short absence does not leave it. For rooms without a list. */
export function useRoom(room: Room): void {
  const { rooms } = useWorkflow()
  useEffect(() => rooms.enter(room, false), [rooms, room])
}
