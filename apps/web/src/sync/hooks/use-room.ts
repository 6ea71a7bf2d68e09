import type { Room } from '@wardline/events'
import { useEffect } from 'react'
import { useWorkflow } from '../workflow-context.tsx'

/** Subscribes to a room without a list while the component is mounted; a short unmount does not unsubscribe. */
export function useRoom(room: Room): void {
  const { rooms } = useWorkflow()
  useEffect(() => rooms.enter(room, false), [rooms, room])
}
