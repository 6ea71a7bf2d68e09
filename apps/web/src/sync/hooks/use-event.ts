import type { ClinicalEvent, EventType } from '@wardline/events'
import { useEffect, useEffectEvent } from 'react'
import { useWorkflow } from '../workflow-context.tsx'

/**
 * Runs for each event of that name in any room this screen follows, once, after the lists carry it. For
 * announcements and sounds; what is on screen comes from lists, not from here.
 * @param name any established name: `RESULT_AVAILABLE`, `RESULT_RX`, `lab.result.available`
 */
export function useEvent<T extends EventType>(name: T, handler: (event: ClinicalEvent<T>) => void): void
export function useEvent(name: string, handler: (event: ClinicalEvent) => void): void
export function useEvent(name: string, handler: (event: never) => void): void {
  const { bus } = useWorkflow()
  const handle = useEffectEvent((event: ClinicalEvent) => handler(event as never))
  useEffect(() => bus.subscribe(name, (event) => handle(event)), [bus, name])
}
