import { create } from 'zustand'

interface QueueSettings {
  /** Keep the order open after verifying, preparing or dispensing instead of opening the next one (PHQ-14). */
  readonly staysOnItem: boolean
  readonly setStaysOnItem: (staysOnItem: boolean) => void
}

export const useQueueSettings = create<QueueSettings>((set) => ({
  staysOnItem: false,
  setStaysOnItem: (staysOnItem) => set({ staysOnItem }),
}))
