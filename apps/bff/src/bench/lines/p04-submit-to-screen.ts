import type { Page } from '@playwright/test'
import type { Person } from '../../../../../scripts/person.ts'
import { median, percentile } from '../figures.ts'
import { asFigure, type Line } from '../line.ts'
import { inChromium, openChart, signedIn } from '../window.ts'
import type { Workshop } from '../workshop.ts'

const WARM_UP = 5
const SUBMISSIONS = 40
/** No submission begins after this. */
const WITHIN_MS = 10_000

const record = (nurse: Person, patientId: string, pulse: number) =>
  nurse.tell('vitals.record', {
    patientId,
    effectiveAt: new Date().toISOString(),
    values: { respiratoryRate: null, oxygenSaturation: null, systolic: null, diastolic: null, pulse, temperature: null, weight: null },
    confirmed: [],
  })

/** Waits in the page for the pulse to read so, and then for the frame that shows it; answers that frame's time on the wall clock. */
const paintedAt = (page: Page, pulse: number): Promise<number> =>
  page.evaluate(
    (shown) =>
      new Promise<number>((done) => {
        const reads = () =>
          [...document.querySelectorAll('main li')].some(
            (line) => line.textContent?.includes('Pulse') && new RegExp(`(^|\\D)${shown}(\\D|$)`).test(line.textContent),
          )
        const watcher = new MutationObserver(() => {
          if (!reads()) return
          watcher.disconnect()
          // The frame is painted once the task after its animation callback runs.
          requestAnimationFrame(() => {
            const { port1, port2 } = new MessageChannel()
            port1.onmessage = () => done(performance.timeOrigin + performance.now())
            port2.postMessage(null)
          })
        })
        watcher.observe(document.body, { subtree: true, childList: true, characterData: true })
      }),
    pulse,
  )

/** P4: a nurse records a pulse; until the chart open in somebody else's browser shows it. */
export const submitToScreen = (workshop: Workshop): Line => ({
  id: 'P4',
  async run() {
    const { nurse, patientId } = await workshop.nurseAndPatient()
    const times: number[] = []
    await inChromium(async (browser) => {
      const context = await signedIn(browser, nurse.url, 'dr.amal')
      const page = await context.newPage()
      await openChart(page, patientId)
      const until = performance.now() + WITHIN_MS
      for (let turn = 0; turn < WARM_UP + SUBMISSIONS && performance.now() < until; turn++) {
        // Neighbouring turns differ, all of them ordinary: no alert opens over the chart.
        const pulse = 62 + (turn % 30)
        const painted = paintedAt(page, pulse)
        // The page answers only after its watcher stands: calls of one page arrive in order.
        await page.evaluate(() => null)
        const since = performance.timeOrigin + performance.now()
        await record(nurse, patientId, pulse)
        const ms = (await painted) - since
        if (turn >= WARM_UP) times.push(ms)
      }
    })
    const about = { line: 'P4', unit: 'ms' }
    return [
      asFigure(
        { ...about, workload: `pulse recorded until another browser's chart shows it, middle of ${times.length}` },
        median(times),
        60,
      ),
      asFigure({ ...about, workload: `the same, 95 of 100` }, percentile(times, 0.95), 60),
    ]
  },
})
