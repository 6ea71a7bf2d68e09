import { create } from 'zustand'

interface QueueSettings {
  /** After verifying, preparing or dispensing, stay on the item instead of opening the next one (PHQ-14). */
  readonly stays: boolean
  readonly setStays: (stays: boolean) => void
}

export const useQueueSettings = create<QueueSettings>((set) => ({
  stays: false,
  setStays: (stays) => set({ stays }),
}))
