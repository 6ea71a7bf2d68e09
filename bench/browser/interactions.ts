// Somebody at work: what they press and type, and how long the screen takes to answer.
import type { Page } from '@playwright/test'

declare global {
  interface Window {
    /** The slowest event of each interaction, by its number. */
    interactions: Record<number, number>
  }
}

/** What the browser does not report took less than this. */
const LEAST_MS = 16

/** Notes how long each interaction takes from the key or the click to the frame that answers it. */
export const noteInteractions = (page: Page) =>
  page.addInitScript((leastMs) => {
    window.interactions = {}
    new PerformanceObserver((list) => {
      for (const { duration, interactionId } of list.getEntries() as PerformanceEventTiming[])
        if (interactionId) window.interactions[interactionId] = Math.max(window.interactions[interactionId] ?? 0, duration)
    }).observe({ type: 'event', buffered: true, durationThreshold: leastMs } as PerformanceObserverInit)
  }, LEAST_MS)

/** Until what was pressed is painted, and what that brought about as well. */
const painted = (page: Page) =>
  page.evaluate(() => new Promise<void>((done) => requestAnimationFrame(() => requestAnimationFrame(() => done()))))

/** One round through a patient's workspace; answers its slowest interaction. */
export async function round(page: Page): Promise<number> {
  await page.evaluate(() => {
    window.interactions = {}
  })
  const act = async (deed: () => Promise<unknown>) => {
    await deed()
    await painted(page)
  }
  for (const tab of ['Orders', 'Results', 'Medications', 'Chart']) {
    await act(() => page.getByRole('tab', { name: new RegExp(`^${tab}`) }).click())
    for (const key of ['Tab', 'ArrowDown', 'j', 'k']) await act(() => page.keyboard.press(key))
  }
  await act(() => page.keyboard.press('Control+k'))
  for (const key of 'osman') await act(() => page.keyboard.press(key))
  await act(() => page.keyboard.press('Escape'))
  const durations = await page.evaluate(() => Object.values(window.interactions))
  return Math.max(LEAST_MS, ...durations)
}
