// Measuring code that is added to a page before its own scripts. It does not change the page's behaviour.
import type { Page } from '@playwright/test'

interface Instruments {
  /** Row id that identifies the WebSocket frame of a change. */
  row: string
  arrivedAt: number
  /** Rows that React rendered since counting started; null while not counting. */
  rendered: Set<string> | null
}
declare global {
  interface Window {
    bench: Instruments
  }
}

/** Fields of React's fibers, which React keeps stable for its developer tools. */
interface Fiber {
  readonly flags: number
  readonly memoizedProps: { readonly itemKey?: string } | null
  readonly alternate: Fiber | null
  readonly child: Fiber | null
  readonly sibling: Fiber | null
}

/** Records when WebSocket frames arrive and which rows React renders, through React's hook for developer tools. */
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
    const collect = (fiber: Fiber, rendered: Set<string>) => {
      for (let child = fiber.child; child; child = child.sibling) {
        if (child.memoizedProps?.itemKey !== undefined && child.flags & PERFORMED_WORK) rendered.add(child.memoizedProps.itemKey)
        // A subtree that React skipped is the same object as before.
        if (child.child !== child.alternate?.child) collect(child, rendered)
      }
    }
    Object.assign(window, {
      __REACT_DEVTOOLS_GLOBAL_HOOK__: {
        supportsFiber: true,
        renderers: new Map(),
        inject: () => 1,
        onCommitFiberRoot: (_: number, { current }: { current: Fiber }) => window.bench.rendered && collect(current, window.bench.rendered),
        onCommitFiberUnmount: () => undefined,
        onPostCommitFiberRoot: () => undefined,
      },
    })
  })

/** Waits until the row's text changes and the frame is painted. Returns the time since the WebSocket frame, and the wall-clock time. */
export const nextPaint = (page: Page, row: string) =>
  page.evaluate((id) => {
    const text = () => document.querySelector(`[data-key="${id}"] > :last-child`)?.textContent
    const before = text()
    window.bench.row = id
    window.bench.arrivedAt = Number.NaN
    return new Promise<{ sinceArrivalMs: number; at: number }>((done) => {
      const watcher = new MutationObserver(() => {
        if (text() === before) return
        watcher.disconnect()
        // The frame has been painted when the task after its animation callback runs.
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

export const startRenderCount = (page: Page) =>
  page.evaluate(() => {
    window.bench.rendered = new Set()
  })
export const renderedCount = (page: Page) =>
  page.evaluate(() => {
    const rows = window.bench.rendered?.size ?? Number.NaN
    window.bench.rendered = null
    return rows
  })

/** Returns the intervals between frames in milliseconds, over a period. */
export const frameIntervals = (page: Page, forMs: number) =>
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

/** Returns a function that reads the total task time of the page's main thread, in milliseconds. */
export async function mainThreadTimer(page: Page): Promise<() => Promise<number>> {
  const session = await page.context().newCDPSession(page)
  await session.send('Performance.enable')
  return async () => {
    const { metrics } = await session.send('Performance.getMetrics')
    return (metrics.find(({ name }) => name === 'TaskDuration')?.value ?? Number.NaN) * 1000
  }
}
