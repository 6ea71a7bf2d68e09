import { render, screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { WardlineThemeProvider } from '@wardline/ui'
import { useState } from 'react'
import { expect, it, vi } from 'vitest'
import { CatalogueSearch, type Choice } from './catalogue-search.tsx'

const choices: readonly Choice[] = [
  { id: 'two', name: 'Chest X-ray, two views', detail: 'X-ray' },
  { id: 'portable', name: 'Chest X-ray, portable', detail: 'X-ray' },
  { id: 'ct', name: 'CT chest', detail: 'CT' },
]

function Search({ onPick, found = choices }: { onPick: (choice: Choice) => void; found?: readonly Choice[] }) {
  const [query, setQuery] = useState('')
  return (
    <WardlineThemeProvider direction="ltr">
      <CatalogueSearch
        label="Order"
        query={query}
        onQuery={setQuery}
        choices={query === '' ? [] : found}
        searching={false}
        searchingText="Searching…"
        nothingText="Nothing found"
        lookAlikeText="Similar name"
        onPick={onPick}
      />
    </WardlineThemeProvider>
  )
}

it('selects nothing on Enter until a row is highlighted (ORD-1)', async () => {
  const onPick = vi.fn()
  render(<Search onPick={onPick} />)
  const user = userEvent.setup()
  await user.type(screen.getByRole('combobox', { name: 'Order' }), 'chest{Enter}')
  expect(onPick).not.toHaveBeenCalled()

  await user.keyboard('{ArrowDown}{Enter}')
  expect(onPick).toHaveBeenCalledExactlyOnceWith(choices[0])
  expect(screen.getByRole('combobox', { name: 'Order' })).toHaveValue('')
})

it('selects nothing on Enter when the highlighted row has left the list (ORD-1)', async () => {
  const onPick = vi.fn()
  const { rerender } = render(<Search onPick={onPick} />)
  const user = userEvent.setup()
  await user.type(screen.getByRole('combobox', { name: 'Order' }), 'chest{ArrowDown}')
  const others = choices.map(({ name }) => ({ id: `other ${name}`, name: `${name}, paediatric` }))
  rerender(<Search onPick={onPick} found={others} />)

  await user.keyboard('{Enter}')
  expect(onPick).not.toHaveBeenCalled()

  await user.keyboard('{ArrowDown}{Enter}')
  expect(onPick).toHaveBeenCalledOnce()
})

it('keeps the server’s order and marks names with the same beginning (ORD-2)', async () => {
  render(<Search onPick={vi.fn()} />)
  await userEvent.type(screen.getByRole('combobox', { name: 'Order' }), 'chest')
  const rows = screen.getAllByRole('option')
  expect(rows.map((row) => row.textContent)).toEqual([
    expect.stringContaining('two views'),
    expect.stringContaining('portable'),
    expect.stringContaining('CT chest'),
  ])
  expect(within(rows[0] as HTMLElement).getByText('Similar name')).toBeVisible()
  expect(within(rows[2] as HTMLElement).queryByText('Similar name')).toBeNull()
})
