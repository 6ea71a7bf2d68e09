// A list of work in three ways, each in a page of its own: the product's pharmacy queue, a lean page, one that reads again.
import { randomUUID } from 'node:crypto'
import type { Page } from '@playwright/test'
import { type MedicationRow, rooms } from '@wardline/events'
import { ApiClient } from '../../scripts/product/api-client.ts'
import { ClientProcess } from '../clients/client-process.ts'
import type { BenchContext, Server } from '../setup/bench-context.ts'
import { signedIn } from './chromium.ts'
import { instrument, mainThread, nextPicture } from './instruments.ts'

/** A list that is looked at, and a way to change one of its rows after the other. */
export interface Worklist {
  readonly page: Page
  /** Changes the next of the rows in view; answers when the server has answered. */
  change(): Promise<void>
  /** Changes one: from the command to the picture, from the frame on the socket to the picture, and the work of the page's main thread. */
  readonly measure: () => Promise<{ submitted: number; arrived: number; work: number }>
  close(): Promise<void>
}

/** Rows that take turns: all of them in view, and enough that none is changed again before the last change is through. */
const TURNS = 8

type Change = (turn: number) => Promise<void>

async function looking(page: Page, rows: readonly string[], change: Change, close: () => Promise<unknown>): Promise<Worklist> {
  const workMs = await mainThread(page)
  let turn = 0
  const next = () => {
    const now = turn++
    return { row: rows[now % rows.length] as string, run: () => change(now) }
  }
  return {
    page,
    change: () => next().run(),
    async measure() {
      const { row, run } = next()
      const before = await workMs()
      const picture = nextPicture(page, row)
      // Calls of one page arrive in order: the watcher stands when this one is answered.
      await page.evaluate(() => null)
      const since = performance.timeOrigin + performance.now()
      const [{ at, sinceArrivalMs }] = await Promise.all([picture, run()])
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

const waits = ({ stage }: MedicationRow) => stage === 'unverified'

/** In the order of their ids, as the floor answers them. */
const idOf = (index: number) => `row-${String(index).padStart(5, '0')}`

const below = (row: MedicationRow, index: number): MedicationRow => ({
  ...row,
  id: idOf(index),
  stage: 'unverified',
  claim: null,
  steps: [],
  priority: 'routine',
  authoredAt: new Date(Date.now() + index).toISOString(),
})

/** The queue as the product answers it, with rows that nobody changes below its own. */
async function lengthen(page: Page, size: number): Promise<void> {
  await page.route(/\/trpc\/[^?]*pharmacy\.queue/, async (route) => {
    const names = new URL(route.request().url()).pathname.replace('/trpc/', '').split(',')
    const response = await route.fetch()
    const answers = (await response.json()) as Answer[]
    const data = answers[names.indexOf('pharmacy.queue')]?.result.data
    const [row] = data?.rows ?? []
    if (data && row) {
      const own = data.rows.filter(waits)
      data.rows = [...own, ...Array.from({ length: size - own.length }, (_, index) => below(row, index))]
    }
    await route.fulfill({ response, json: answers })
  })
}

const claimable = ({ stage, claim }: MedicationRow) => stage === 'unverified' && claim === null
const queueOf = async (pharmacist: ApiClient) => (await pharmacist.query<{ rows: MedicationRow[] }>('pharmacy.queue', { limit: 1000 })).rows

/** The product's queue before one pharmacist, while another claims and releases. */
export async function productQueue(workshop: BenchContext, size: number): Promise<Worklist> {
  const { url } = await workshop.screens()
  const omar = await ApiClient.signIn(url, 'pharm.omar')
  // He has a screen too: the claims of somebody who has none are given back.
  const screen = await ClientProcess.of({ kind: 'io', url, token: omar.token, clients: 1, rooms: [[rooms.pharmacyQueue]] })
  const rows = (await queueOf(omar))
    .filter(claimable)
    .slice(0, TURNS)
    .map(({ id }) => id)
  if (rows.length === 0) throw new Error('nothing waits in the pharmacy')
  const browser = await workshop.browser()
  const context = await signedIn(browser, url, 'pharm.lina')
  const page = await context.newPage()
  await instrument(page)
  await lengthen(page, size)
  await page.goto('/pharmacy')
  await page.locator('[data-connection="live"]').waitFor()
  await page.locator(`[role="grid"][aria-rowcount="${size + 1}"] [data-key="${rows.at(-1)}"]`).waitFor()
  // On a slow machine a row's turn comes again before its last change is answered: one after the other, as by one hand.
  const last = rows.map(() => Promise.resolve<unknown>(null))
  const claimOrRelease = async (turn: number) => {
    const place = turn % rows.length
    const prescriptionId = rows[place]
    const change = () =>
      Math.floor(turn / rows.length) % 2 === 0
        ? omar.mutate('pharmacy.claim', { prescriptionId, reason: null })
        : omar.mutate('pharmacy.release', { prescriptionId })
    const changed = (last[place] ?? Promise.resolve()).then(change)
    last[place] = changed
    await changed
  }
  return looking(page, rows, claimOrRelease, () => Promise.all([browser.close(), screen.end()]))
}

/** The same rows before a bare page, changed by the floor's command. */
export async function barePage(workshop: BenchContext, floor: Server, kind: 'lean' | 'refetch', size: number): Promise<Worklist> {
  const [like] = await queueOf(await ApiClient.signIn((await workshop.product()).url, 'pharm.omar'))
  if (!like) throw new Error('nothing waits in the pharmacy')
  const rows = Array.from({ length: size }, (_, index) => ({ ...below(like, index), claimedBy: null as string | null }))
  await floor.child.ask('keepRows', { rows })
  const browser = await workshop.browser()
  const context = await browser.newContext({ baseURL: floor.url, viewport: { width: 1366, height: 768 } })
  const page = await context.newPage()
  await instrument(page)
  await page.goto(`/pages/${kind}.html`)
  await page.locator('[data-connection="live"]').waitFor()
  await page.locator(`[aria-rowcount="${size}"] [data-key="${idOf(0)}"]`).waitFor()
  const change = async (turn: number) => {
    const row = rows[turn % TURNS]
    const payload = { ...row, claimedBy: Math.floor(turn / TURNS) % 2 === 0 ? 'Omar' : null }
    const response = await fetch(`${floor.url}/submit`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ commandId: randomUUID(), id: row?.id, room: 'worklist', payload }),
    })
    if (!response.ok) throw new Error(`the floor answered ${response.status}`)
  }
  const ids = rows.slice(0, TURNS).map(({ id }) => id)
  return looking(page, ids, change, () => browser.close())
}
