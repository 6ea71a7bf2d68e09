// The usual implementation: every change refetches the whole list.
import { useEffect, useState } from 'react'
import { createRoot } from 'react-dom/client'
import { Cells, type Item, readRows, subscribe } from './worklist-client.tsx'

function List({ first }: { first: readonly Item[] }) {
  const [rows, setRows] = useState(first)
  useEffect(() => subscribe(() => void readRows().then(setRows)), [])
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
