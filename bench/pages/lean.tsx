// A minimal live list: a store per row, and only the visible rows are rendered.
import { useVirtualizer } from '@tanstack/react-virtual'
import { memo, useRef } from 'react'
import { createRoot } from 'react-dom/client'
import { type StoreApi, useStore } from 'zustand'
import { createStore } from 'zustand/vanilla'
import { Cells, type Item, readRows, subscribe } from './worklist-client.tsx'

const ROW_PX = 41

const Row = memo(({ store }: { store: StoreApi<Item> }) => {
  const item = useStore(store)
  return (
    <tr data-key={item.id} style={{ blockSize: ROW_PX }}>
      <Cells item={item} />
    </tr>
  )
})

function List({ stores }: { stores: readonly StoreApi<Item>[] }) {
  const frame = useRef<HTMLDivElement>(null)
  const list = useVirtualizer({ count: stores.length, getScrollElement: () => frame.current, estimateSize: () => ROW_PX, overscan: 8 })
  const visible = list.getVirtualItems()
  const before = visible[0]?.start ?? 0
  const after = list.getTotalSize() - (visible.at(-1)?.end ?? 0)
  return (
    <div ref={frame} style={{ blockSize: '100vh', overflow: 'auto' }}>
      <table aria-rowcount={stores.length} style={{ display: 'block', paddingBlock: `${before}px ${after}px` }}>
        <tbody>
          {visible.map(({ index }) => {
            const store = stores[index]
            return store && <Row key={store.getState().id} store={store} />
          })}
        </tbody>
      </table>
    </div>
  )
}

const rows = await readRows()
const stores = new Map(rows.map((row) => [row.id, createStore<Item>(() => row)]))
createRoot(document.getElementById('root') as HTMLElement).render(<List stores={[...stores.values()]} />)
subscribe((item) => stores.get(item.id)?.setState(item, true))
