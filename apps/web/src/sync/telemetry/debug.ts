import type { Workflow } from '../workflow.ts'

/** Contents of `window.__REALTIME_DEBUG__`. Never a clinical payload (RT11, RT20). */
const debugOf = (workflow: Workflow) => ({
  get connection() {
    return workflow.connection.getState()
  },
  get rooms() {
    return workflow.rooms.positions
  },
  /** The last 100 messages, oldest first, with the timing of their events. */
  get messages() {
    return workflow.trace.messages
  },
  get unknownMessages() {
    return workflow.unknownMessages
  },
})

declare global {
  interface Window {
    __REALTIME_DEBUG__?: ReturnType<typeof debugOf>
  }
}

/** For development, the demo and stories. Returns a function that removes it. */
export function exposeRealtimeDebug(workflow: Workflow): () => void {
  window.__REALTIME_DEBUG__ = debugOf(workflow)
  return () => {
    delete window.__REALTIME_DEBUG__
  }
}
