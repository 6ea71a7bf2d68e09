import type { Browser, Page } from '@playwright/test'
import type { LabWorklistRow } from '@wardline/events'
import { Person } from '../../../../../scripts/person.ts'
import { median } from '../figures.ts'
import type { Row } from '../report.ts'
import { signedIn } from '../window.ts'

const WARM_UP = 3
const CHANGES = 15
/** No change begins after this. */
const WITHIN_MS = 6_000

interface Answer {
  readonly result: { readonly data: { rows: LabWorklistRow[] } }
}

/** The worklist as the product answers it, with rows that nobody changes below its own. */
async function lengthen(page: Page, size: number): Promise<void> {
  await page.route(/\/trpc\/[^?]*lab\.worklist/, async (route) => {
    const names = new URL(route.request().url()).pathname.replace('/trpc/', '').split(',')
    const response = await route.fetch()
    const answers = (await response.json()) as Answer[]
    const data = answers[names.indexOf('lab.worklist')]?.result.data
    const [row] = data?.rows ?? []
    if (data && row) {
      const waiting = data.rows.filter(({ status }) => status === 'active')
      const below = Array.from({ length: size - waiting.length }, (_, index): LabWorklistRow => {
        const authoredAt = new Date(Date.now() + index).toISOString()
        return { ...row, id: `below-${index}`, status: 'active', priority: 'routine', authoredAt }
      })
      data.rows = [...waiting, ...below]
    }
    await route.fulfill({ response, json: answers })
  })
}

/** Notes in the page when a frame about the order comes over its socket. */
const noteArrivals = (page: Page, orderId: string) =>
  page.addInitScript((id) => {
    const Native = WebSocket
    window.WebSocket = class extends Native {
      constructor(url: string | URL, protocols?: string | string[]) {
        super(url, protocols)
        this.addEventListener('message', ({ data }) => {
          if (typeof data === 'string' && data.includes(id)) performance.mark('arrived')
        })
      }
    }
  }, orderId)

/** From the frame on the socket to the picture of the changed row. */
const drawnMs = (page: Page, orderId: string) =>
  page.evaluate((id) => {
    const text = () => document.querySelector(`tr[data-key="${id}"]`)?.textContent?.slice(0, 6)
    const before = text()
    performance.clearMarks('arrived')
    return new Promise<number>((done) => {
      const watcher = new MutationObserver(() => {
        if (text() === before) return
        watcher.disconnect()
        requestAnimationFrame(() => {
          const { port1, port2 } = new MessageChannel()
          port1.onmessage = () => done(performance.now() - (performance.getEntriesByName('arrived')[0]?.startTime ?? Number.NaN))
          port2.postMessage(null)
        })
      })
      watcher.observe(document.body, { subtree: true, childList: true, characterData: true, attributes: true })
    })
  }, orderId)

async function changesOn(browser: Browser, url: string, size: number): Promise<number> {
  const [physician, technician] = await Promise.all([Person.signIn(url, 'dr.amal'), Person.signIn(url, 'lab.yusuf')])
  const unit = physician.user.units.map(({ unitId }) => unitId)
  const bench = async () => (await technician.ask<{ rows: LabWorklistRow[] }>('lab.worklist', { limit: 1000 })).rows
  const orderId = (await bench()).find(({ status, patient }) => status === 'active' && unit.includes(patient.unitId))?.id
  if (!orderId) throw new Error('nothing waits on the bench')
  const amend = async () => {
    const order = (await bench()).find(({ id }) => id === orderId)
    if (!order) throw new Error('the order left the bench')
    const { patientId, versionId, priority, indication, note } = order
    await physician.tell('orders.amend', {
      patientId,
      orderId,
      versionId,
      priority: priority === 'stat' ? 'asap' : 'stat',
      indication,
      note,
    })
  }
  const context = await signedIn(browser, url, 'lab.yusuf')
  try {
    const page = await context.newPage()
    await noteArrivals(page, orderId)
    await lengthen(page, size)
    await page.goto('/lab')
    await page.locator('[data-connection="live"]').waitFor()
    await page.locator(`[role="grid"][aria-rowcount="${size + 1}"] tr[data-key="${orderId}"]`).waitFor()
    const times: number[] = []
    const until = performance.now() + WITHIN_MS
    for (let turn = 0; turn < WARM_UP + CHANGES && (times.length === 0 || performance.now() < until); turn++) {
      const drawn = drawnMs(page, orderId)
      // Calls of one page arrive in order: the watcher stands when this one is answered.
      await page.evaluate(() => null)
      await amend()
      const ms = await drawn
      if (turn >= WARM_UP) times.push(ms)
    }
    return median(times)
  } finally {
    await context.close()
  }
}

/** One order of the bench changes priority: until the technician's screen shows it, in a long list beside a short one. */
export async function drawnRows(browser: Browser, url: string): Promise<readonly Row[]> {
  const short = await changesOn(browser, url, 1000)
  const long = await changesOn(browser, url, 10_000)
  const alone = { line: 'P13', unit: 'ms', lowest: null, highest: null }
  return [
    {
      ...alone,
      workload: 'laboratory screen, 1000 rows: frame to picture',
      ours: short,
      bare: null,
      judged: short,
      target: 'printed',
      held: true,
    },
    {
      ...alone,
      workload: 'laboratory screen, 10000 rows beside its own 1000',
      ours: long,
      bare: short,
      judged: long / short,
      target: '≤ 1.2×',
      held: long / short <= 1.2,
    },
  ]
}
