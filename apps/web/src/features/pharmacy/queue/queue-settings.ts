import { create } from 'zustand'

interface QueueSettings {
  /** Keep the order open after verifying, preparing or dispensing instead of opening the next one (PHQ-14). */
  readonly stays: boolean
  readonly setStays: (stays: boolean) => void
}

export const useQueueSettings = create<QueueSettings>((set) => ({
  stays: false,
  setStays: (stays) => set({ stays }),
}))
