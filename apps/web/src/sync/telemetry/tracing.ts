import type { Mutation, MutationCache } from '@tanstack/react-query'
import { screenTracing } from '../../telemetry/screen-tracing.ts'
import { serverClock } from '../../time/server-clock.ts'
import type { AppliedEvent } from './event-timing.ts'

/** Traces each command from the click to the response. Returns a function that stops it. */
export function traceCommands(mutations: MutationCache): () => void {
  // biome-ignore lint/suspicious/noExplicitAny: mutations of every kind
  const startedAt = new WeakMap<Mutation<any, any, any, any>, number>()
  return mutations.subscribe((event) => {
    if (event.type !== 'updated') return
    const { mutation, action } = event
    if (action.type === 'pending') startedAt.set(mutation, serverClock.now())
    const from = startedAt.get(mutation)
    const { commandId } = (mutation.state.variables ?? {}) as { commandId?: string }
    if ((action.type !== 'success' && action.type !== 'error') || from === undefined || commandId === undefined) return
    const [path] = (mutation.options.mutationKey ?? []) as readonly (readonly string[])[]
    screenTracing.record({ kind: 'command', of: path?.join('.') ?? '', correlationId: commandId, from, until: serverClock.now() })
  })
}

/** Traces the client-side spans of an event (RT20). */
export function tracePaint({ eventType, correlationId, marks: { delivered, applied, painted } }: AppliedEvent): void {
  if (!screenTracing.isOn || delivered === undefined || applied === undefined || painted === undefined) return
  const event = { of: eventType, correlationId }
  screenTracing.record(
    { ...event, kind: 'apply', from: delivered, until: applied },
    { ...event, kind: 'paint', from: applied, until: painted },
  )
}
