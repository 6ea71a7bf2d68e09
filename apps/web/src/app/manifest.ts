import type { Screen, Tab } from '../navigation/define-tab.ts'

const byOrder = (a: { readonly order: number }, b: { readonly order: number }) => a.order - b.order

/** Every `features/<name>/tab.ts`, found by its folder and nowhere else. */
export const tabs: readonly Tab[] = Object.values(import.meta.glob<{ tab: Tab }>('../features/*/tab.ts', { eager: true }))
  .map(({ tab }) => tab)
  .sort(byOrder)

/** Every `features/<name>/screen.ts`: places of their own beside the charts. */
export const screens: readonly Screen[] = Object.values(import.meta.glob<{ screen: Screen }>('../features/*/screen.ts', { eager: true }))
  .map(({ screen }) => screen)
  .sort(byOrder)
