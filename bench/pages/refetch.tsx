// The usual way: something changed, so the list is read again and drawn.
import { useEffect, useState } from 'react'
import { createRoot } from 'react-dom/client'
import { Cells, follow, type Item, readRows } from './worklist-client.tsx'

function List({ first }: { first: readonly Item[] }) {
  const [rows, setRows] = useState(first)
  useEffect(() => follow(() => void readRows().then(setRows)), [])
  return (
    <table aria-rowcount={rows.length}>
      <tbody>
        {rows.map((item) => (
          <tr key={item.id} data-key={item.id}>
            <Cells item={item} />
          </tr>
        ))}
      </tbody>
    </table>
  )
}

const first = await readRows()
createRoot(document.getElementById('root') as HTMLElement).render(<List first={first} />)
