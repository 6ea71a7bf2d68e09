// Simulates a user at work and measures the interaction latency.
import type { Page } from '@playwright/test'

declare global {
  interface Window {
    /** Duration of the slowest event of each interaction, by interaction id. */
    interactions: Record<number, number>
  }
}

/** The browser reports only events of at least this duration. */
const LEAST_MS = 16

/** Records the duration of each interaction, from the key or click to the next painted frame. */
export const recordInteractions = (page: Page) =>
  page.addInitScript((leastMs) => {
    window.interactions = {}
    new PerformanceObserver((list) => {
      for (const { duration, interactionId } of list.getEntries() as PerformanceEventTiming[])
        if (interactionId) window.interactions[interactionId] = Math.max(window.interactions[interactionId] ?? 0, duration)
    }).observe({ type: 'event', buffered: true, durationThreshold: leastMs } as PerformanceObserverInit)
  }, LEAST_MS)

/** Waits for two frames: the first paints the interaction, the second its consequences. */
const waitForPaint = (page: Page) =>
  page.evaluate(() => new Promise<void>((done) => requestAnimationFrame(() => requestAnimationFrame(() => done()))))

/** Visits the tabs of a patient's workspace. Returns the slowest interaction in milliseconds. */
export async function performRound(page: Page): Promise<number> {
  await page.evaluate(() => {
    window.interactions = {}
  })
  const interact = async (action: () => Promise<unknown>) => {
    await action()
    await waitForPaint(page)
  }
  for (const tab of ['Orders', 'Results', 'Medications', 'Chart']) {
    await interact(() => page.getByRole('tab', { name: new RegExp(`^${tab}`) }).click())
    for (const key of ['Tab', 'ArrowDown', 'j', 'k']) await interact(() => page.keyboard.press(key))
  }
  await interact(() => page.keyboard.press('Control+k'))
  for (const key of 'osman') await interact(() => page.keyboard.press(key))
  await interact(() => page.keyboard.press('Escape'))
  const durations = await page.evaluate(() => Object.values(window.interactions))
  return Math.max(LEAST_MS, ...durations)
}
