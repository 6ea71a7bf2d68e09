import type { Screen, Tab } from '../navigation/define-tab.ts'

const byOrder = (a: { readonly order: number }, b: { readonly order: number }) => a.order - b.order

/** Every `features/<name>/tab.ts`, discovered by file name. */
export const tabs: readonly Tab[] = Object.values(import.meta.glob<{ tab: Tab }>('../features/*/tab.ts', { eager: true }))
  .map(({ tab }) => tab)
  .sort(byOrder)

/** Every `features/<name>/screen.ts`: the pages outside the chart. */
export const screens: readonly Screen[] = Object.values(import.meta.glob<{ screen: Screen }>('../features/*/screen.ts', { eager: true }))
  .map(({ screen }) => screen)
  .sort(byOrder)
