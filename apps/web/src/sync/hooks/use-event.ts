import type { ClinicalEvent, EventType } from '@wardline/events'
import { useEffect, useEffectEvent } from 'react'
import { useWorkflow } from '../workflow-context.tsx'

/**
 * Calls the handler once for each event of a name in any subscribed room, after the lists contain it. For announcements
 * and sounds; displayed data come from lists.
 * @param name any established name: `RESULT_AVAILABLE`, `RESULT_RX`, `lab.result.available`
 */
export function useEvent<T extends EventType>(name: T, handler: (event: ClinicalEvent<T>) => void): void
export function useEvent(name: string, handler: (event: ClinicalEvent) => void): void
export function useEvent(name: string, handler: (event: ClinicalEvent) => void): void {
  const { bus } = useWorkflow()
  const handle = useEffectEvent((event: ClinicalEvent) => handler(event))
  useEffect(() => bus.subscribe(name, (event) => handle(event)), [bus, name])
}
