// What is put into a page before its own scripts, and asked while it is looked at. It changes nothing the page does.
import type { Page } from '@playwright/test'

interface Instruments {
  /** A frame that names this row is what a change came with. */
  row: string
  arrivedAt: number
  /** Rows that React rendered since counting began; null while nobody counts. */
  rendered: Set<string> | null
}
declare global {
  interface Window {
    bench: Instruments
  }
}

/** The parts of React's tree that are looked at; React keeps them the same for its developer tools. */
interface Fiber {
  readonly flags: number
  readonly memoizedProps: { readonly itemKey?: string } | null
  readonly alternate: Fiber | null
  readonly child: Fiber | null
  readonly sibling: Fiber | null
}

/** Notes when frames arrive, and lets React say what it rendered through the door it keeps for developer tools. */
export const instrument = (page: Page) =>
  page.addInitScript(() => {
    window.bench = { row: '', arrivedAt: Number.NaN, rendered: null }
    const Native = WebSocket
    window.WebSocket = class extends Native {
      constructor(url: string | URL, protocols?: string | string[]) {
        super(url, protocols)
        this.addEventListener('message', ({ data }) => {
          if (window.bench.row && typeof data === 'string' && data.includes(window.bench.row)) window.bench.arrivedAt = performance.now()
        })
      }
    }
    const PERFORMED_WORK = 1
    const look = (fiber: Fiber, rendered: Set<string>) => {
      for (let child = fiber.child; child; child = child.sibling) {
        if (child.memoizedProps?.itemKey !== undefined && child.flags & PERFORMED_WORK) rendered.add(child.memoizedProps.itemKey)
        // A subtree that React did not enter is the very same object as before.
        if (child.child !== child.alternate?.child) look(child, rendered)
      }
    }
    Object.assign(window, {
      __REACT_DEVTOOLS_GLOBAL_HOOK__: {
        supportsFiber: true,
        renderers: new Map(),
        inject: () => 1,
        onCommitFiberRoot: (_: number, { current }: { current: Fiber }) => window.bench.rendered && look(current, window.bench.rendered),
        onCommitFiberUnmount: () => undefined,
        onPostCommitFiberRoot: () => undefined,
      },
    })
  })

/** From now on waits for the row to read otherwise and for the frame that shows it; times on the page's clock and on the wall's. */
export const nextPicture = (page: Page, row: string) =>
  page.evaluate((id) => {
    const text = () => document.querySelector(`[data-key="${id}"] > :last-child`)?.textContent
    const before = text()
    window.bench.row = id
    window.bench.arrivedAt = Number.NaN
    return new Promise<{ sinceArrivalMs: number; at: number }>((done) => {
      const watcher = new MutationObserver(() => {
        if (text() === before) return
        watcher.disconnect()
        // The frame is painted once the task after its animation callback runs.
        requestAnimationFrame(() => {
          const { port1, port2 } = new MessageChannel()
          port1.onmessage = () => {
            const now = performance.now()
            done({ sinceArrivalMs: now - window.bench.arrivedAt, at: performance.timeOrigin + now })
          }
          port2.postMessage(null)
        })
      })
      watcher.observe(document.body, { subtree: true, childList: true, characterData: true })
    })
  }, row)

export const countRendered = (page: Page) =>
  page.evaluate(() => {
    window.bench.rendered = new Set()
  })
export const rendered = (page: Page) =>
  page.evaluate(() => {
    const rows = window.bench.rendered?.size ?? Number.NaN
    window.bench.rendered = null
    return rows
  })

/** Milliseconds between one frame and the next for so long. */
export const frameGaps = (page: Page, forMs: number) =>
  page.evaluate(
    (ms) =>
      new Promise<number[]>((done) => {
        const at: number[] = []
        const frame = (time: number) => {
          at.push(time)
          if (time - (at[0] ?? time) < ms) requestAnimationFrame(frame)
          else done(at.slice(1).map((each, index) => each - (at[index] ?? each)))
        }
        requestAnimationFrame(frame)
      }),
    forMs,
  )

/** How long the page's main thread has worked so far, in milliseconds. */
export async function mainThread(page: Page): Promise<() => Promise<number>> {
  const session = await page.context().newCDPSession(page)
  await session.send('Performance.enable')
  return async () => {
    const { metrics } = await session.send('Performance.getMetrics')
    return (metrics.find(({ name }) => name === 'TaskDuration')?.value ?? Number.NaN) * 1000
  }
}
