// A worklist in three implementations: the product's pharmacy queue, a lean page, and a page that refetches.
import { randomUUID } from 'node:crypto'
import type { Page } from '@playwright/test'
import { type MedicationRow, rooms } from '@wardline/events'
import { ApiClient } from '../../scripts/product/api-client.ts'
import { ClientProcess } from '../clients/client-process.ts'
import type { BenchContext, Server } from '../setup/bench-context.ts'
import { signedIn } from './chromium.ts'
import { instrument, mainThreadTimer, nextPaint } from './instruments.ts'

/** An open list whose rows can be changed in turn. */
export interface Worklist {
  readonly page: Page
  /** Changes the next visible row and waits for the server's response. */
  change(): Promise<void>
  /** Changes a row. Returns the milliseconds from the command and from the WebSocket frame to the paint, and the main thread's time. */
  readonly measure: () => Promise<{ submitted: number; arrived: number; work: number }>
  close(): Promise<void>
}

/** Rows that are changed in turn: few enough to be visible, and enough that a change is done before the next one of the same row. */
const CHANGED_ROWS = 8

type Change = (turn: number) => Promise<void>

async function observe(page: Page, rows: readonly string[], change: Change, close: () => Promise<unknown>): Promise<Worklist> {
  const workMs = await mainThreadTimer(page)
  let turn = 0
  const next = () => {
    const current = turn++
    return { row: rows[current % rows.length] as string, run: () => change(current) }
  }
  return {
    page,
    change: () => next().run(),
    async measure() {
      const { row, run } = next()
      const before = await workMs()
      const paint = nextPaint(page, row)
      // Calls to a page run in order, so the observer is active when this one returns.
      await page.evaluate(() => null)
      const since = performance.timeOrigin + performance.now()
      const [{ at, sinceArrivalMs }] = await Promise.all([paint, run()])
      return { submitted: at - since, arrived: sinceArrivalMs, work: (await workMs()) - before }
    },
    async close() {
      await close()
    },
  }
}

interface Answer {
  readonly result: { readonly data: { rows: MedicationRow[] } }
}

const isUnverified = ({ stage }: MedicationRow) => stage === 'unverified'

/** The floor server returns rows in the order of their ids. */
const idOf = (index: number) => `row-${String(index).padStart(5, '0')}`

const fillerRow = (row: MedicationRow, index: number): MedicationRow => ({
  ...row,
  id: idOf(index),
  stage: 'unverified',
  claim: null,
  steps: [],
  priority: 'routine',
  authoredAt: new Date(Date.now() + index).toISOString(),
})

/** Adds rows to the queue in the server's response, below the real ones. */
async function padQueue(page: Page, size: number): Promise<void> {
  await page.route(/\/trpc\/[^?]*pharmacy\.queue/, async (route) => {
    const names = new URL(route.request().url()).pathname.replace('/trpc/', '').split(',')
    const response = await route.fetch()
    const answers = (await response.json()) as Answer[]
    const data = answers[names.indexOf('pharmacy.queue')]?.result.data
    const [row] = data?.rows ?? []
    if (data && row) {
      const own = data.rows.filter(isUnverified)
      data.rows = [...own, ...Array.from({ length: size - own.length }, (_, index) => fillerRow(row, index))]
    }
    await route.fulfill({ response, json: answers })
  })
}

const isClaimable = ({ stage, claim }: MedicationRow) => stage === 'unverified' && claim === null
const readQueue = async (pharmacist: ApiClient) =>
  (await pharmacist.query<{ rows: MedicationRow[] }>('pharmacy.queue', { limit: 1000 })).rows

/** Opens the product's queue for one pharmacist, while another claims and releases items. */
export async function openProductQueue(bench: BenchContext, size: number): Promise<Worklist> {
  const { url } = await bench.productWithWebApp()
  const omar = await ApiClient.signIn(url, 'pharm.omar')
  // The other pharmacist needs a connection too, because claims of disconnected users are released.
  const screen = await ClientProcess.of({ kind: 'io', url, token: omar.token, clients: 1, rooms: [[rooms.pharmacyQueue]] })
  const rows = (await readQueue(omar))
    .filter(isClaimable)
    .slice(0, CHANGED_ROWS)
    .map(({ id }) => id)
  if (rows.length === 0) throw new Error('the pharmacy queue is empty')
  const browser = await bench.browser()
  const context = await signedIn(browser, url, 'pharm.lina')
  const page = await context.newPage()
  await instrument(page)
  await padQueue(page, size)
  await page.goto('/pharmacy')
  await page.locator('[data-connection="live"]').waitFor()
  await page.locator(`[role="grid"][aria-rowcount="${size + 1}"] [data-key="${rows.at(-1)}"]`).waitFor()
  // On a slow machine a row can be due again before its last change is acknowledged, so changes of a row are chained.
  const pendingChanges = rows.map(() => Promise.resolve<unknown>(null))
  const claimOrRelease = async (turn: number) => {
    const index = turn % rows.length
    const prescriptionId = rows[index]
    const change = () =>
      Math.floor(turn / rows.length) % 2 === 0
        ? omar.mutate('pharmacy.claim', { prescriptionId, reason: null })
        : omar.mutate('pharmacy.release', { prescriptionId })
    const changed = (pendingChanges[index] ?? Promise.resolve()).then(change)
    pendingChanges[index] = changed
    await changed
  }
  return observe(page, rows, claimOrRelease, () => Promise.all([browser.close(), screen.end()]))
}

/** Opens the same rows in a baseline page, changed by the floor server's command. */
export async function baselinePage(bench: BenchContext, floor: Server, kind: 'lean' | 'refetch', size: number): Promise<Worklist> {
  const [template] = await readQueue(await ApiClient.signIn((await bench.product()).url, 'pharm.omar'))
  if (!template) throw new Error('the pharmacy queue is empty')
  const rows = Array.from({ length: size }, (_, index) => ({ ...fillerRow(template, index), claimedBy: null as string | null }))
  await floor.child.ask('keepRows', { rows })
  const browser = await bench.browser()
  const context = await browser.newContext({ baseURL: floor.url, viewport: { width: 1366, height: 768 } })
  const page = await context.newPage()
  await instrument(page)
  await page.goto(`/pages/${kind}.html`)
  await page.locator('[data-connection="live"]').waitFor()
  await page.locator(`[aria-rowcount="${size}"] [data-key="${idOf(0)}"]`).waitFor()
  const change = async (turn: number) => {
    const row = rows[turn % CHANGED_ROWS]
    const payload = { ...row, claimedBy: Math.floor(turn / CHANGED_ROWS) % 2 === 0 ? 'Omar' : null }
    const response = await fetch(`${floor.url}/submit`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ commandId: randomUUID(), id: row?.id, room: 'worklist', payload }),
    })
    if (!response.ok) throw new Error(`the floor server returned ${response.status}`)
  }
  const ids = rows.slice(0, CHANGED_ROWS).map(({ id }) => id)
  return observe(page, ids, change, () => browser.close())
}
