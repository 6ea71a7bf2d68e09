import { fireEvent, screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { useState } from 'react'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { renderUi } from '../testing.tsx'
import { ClinicalTable } from './clinical-table.tsx'
import type { ClinicalColumn, ClinicalTableProps } from './columns.ts'

interface Item {
  id: string
  name: string
  ward: string
}

const items = (count: number): Item[] =>
  Array.from({ length: count }, (_, index) => ({ id: `i${index}`, name: `Item ${index}`, ward: index < 3 ? 'East' : 'West' }))

let renderedRows: string[] = []
const columns: ClinicalColumn<Item>[] = [
  {
    id: 'name',
    header: 'Name',
    rowHeader: true,
    sticky: true,
    width: 120,
    sortValue: ({ name }) => name,
    cell: ({ id, name }) => {
      renderedRows.push(id)
      return name
    },
  },
  { id: 'ward', header: 'Ward', cell: ({ ward }) => ward },
]

type Options = Partial<ClinicalTableProps<Item>>
const table = (rows: readonly Item[], options: Options = {}) => (
  <ClinicalTable label="Items" rows={rows} columns={columns} rowKey={({ id }) => id} {...options} />
)
const grid = () => screen.getByRole('grid', { name: 'Items' })
const activeRow = () => document.getElementById(grid().getAttribute('aria-activedescendant') ?? '')?.textContent

beforeEach(() => {
  renderedRows = []
})

describe('keyboard (K-8)', () => {
  test('arrows, j and k, Home and End, Page keys move; Enter opens', async () => {
    const opened = vi.fn()
    renderUi(table(items(30), { onOpen: opened }))
    const user = userEvent.setup()
    await user.tab()
    expect(grid()).toHaveFocus()
    const after = async (keys: string) => {
      await user.keyboard(keys)
      return activeRow()
    }
    expect(await after('{ArrowDown}')).toBe('Item 0East')
    expect(await after('j')).toBe('Item 1East')
    expect(await after('k')).toBe('Item 0East')
    expect(await after('{ArrowUp}')).toBe('Item 0East')
    expect(await after('{PageDown}')).toBe('Item 10West')
    expect(await after('{End}')).toBe('Item 29West')
    expect(await after('{PageUp}')).toBe('Item 19West')
    expect(await after('{Home}')).toBe('Item 0East')
    await user.keyboard('{Enter}')
    expect(opened).toHaveBeenCalledWith(expect.objectContaining({ id: 'i0' }), null)
  })

  test('shortcuts follow the physical key on an Arabic layout (K-1)', async () => {
    renderUi(table(items(3)))
    const user = userEvent.setup({ keyboardMap: [{ key: 'ت', code: 'KeyJ' }] })
    await user.tab()
    await user.keyboard('[KeyJ][KeyJ]')
    expect(activeRow()).toBe('Item 1East')
  })

  test.each([
    ['ltr', '{ArrowRight}'],
    ['rtl', '{ArrowLeft}'],
  ] as const)('arrow keys follow the visual order of cells in %s (AR-9)', async (direction, forward) => {
    renderUi(table(items(3), { cellNavigation: true }), direction)
    const user = userEvent.setup()
    await user.tab()
    await user.keyboard(`{ArrowDown}${forward}${forward}`)
    expect(activeRow()).toBe('East')
  })

  test('letters typed into a field of a row are text, not commands (K-4)', async () => {
    const withField = [...columns, { id: 'value', header: 'Value', cell: ({ name }: Item) => <input aria-label={name} /> }]
    renderUi(table(items(2), { columns: withField }))
    await userEvent.type(screen.getByLabelText('Item 1'), 'jjx')
    expect(screen.getByLabelText('Item 1')).toHaveValue('jjx')
    expect(grid()).not.toHaveAttribute('aria-activedescendant')
  })

  test('no other row becomes active when the active row leaves', async () => {
    const opened = vi.fn()
    const { rerender } = renderUi(table(items(5), { onOpen: opened }))
    const user = userEvent.setup()
    await user.tab()
    await user.keyboard('jjj')
    rerender(table(items(5).filter(({ id }) => id !== 'i2')))
    await user.keyboard('{Enter}')
    expect(opened).not.toHaveBeenCalled()
    await user.keyboard('j')
    expect(activeRow()).toBe('Item 3West')
  })
})

describe('pointer', () => {
  test('a click makes the row active, a double click opens it', async () => {
    const opened = vi.fn()
    renderUi(table(items(3), { onOpen: opened }))
    await userEvent.click(screen.getByText('Item 1'))
    expect(activeRow()).toBe('Item 1East')
    expect(opened).not.toHaveBeenCalled()
    await userEvent.dblClick(screen.getByText('Item 2'))
    expect(opened).toHaveBeenCalledOnce()
  })

  test('a click on a button in a row does not open the row', async () => {
    const opened = vi.fn()
    const pressed = vi.fn()
    const withButton = [
      ...columns,
      {
        id: 'act',
        header: '',
        label: 'Act',
        cell: () => (
          <button type="button" onClick={pressed}>
            Act
          </button>
        ),
      },
    ]
    renderUi(table(items(1), { columns: withButton, onOpen: opened, openOnClick: true }))
    await userEvent.click(screen.getByRole('button', { name: 'Act' }))
    expect(pressed).toHaveBeenCalledOnce()
    expect(opened).not.toHaveBeenCalled()
  })
})

test('only selectable rows are selected, by x and by click (RES-13)', async () => {
  function Selectable() {
    const [keys, setKeys] = useState<ReadonlySet<string>>(new Set())
    return table(items(3), { selection: { keys, onChange: setKeys, selectable: ({ id }) => id !== 'i1' }, rowLabel: ({ name }) => name })
  }
  renderUi(<Selectable />)
  const user = userEvent.setup()
  await user.click(screen.getByRole('checkbox', { name: 'Select Item 2' }))
  expect(screen.queryByRole('checkbox', { name: 'Select Item 1' })).toBeNull()
  grid().focus()
  await user.keyboard('{Home}x{ArrowDown}x')
  const selected = within(grid()).getAllByRole('row', { selected: true })
  expect(selected.map((row) => row.textContent)).toEqual(['Item 0East', 'Item 2East'])
})

test('section headings are shown in list order and hidden while sorted', async () => {
  renderUi(table(items(5), { sectionOf: ({ ward }) => ward, sectionLabel: ({ ward }) => `${ward} wing` }))
  const texts = () =>
    within(grid())
      .getAllByRole('row')
      .slice(1)
      .map((row) => row.textContent)
  expect(texts()).toEqual(['East wing', 'Item 0East', 'Item 1East', 'Item 2East', 'West wing', 'Item 3West', 'Item 4West'])
  await userEvent.click(screen.getByRole('button', { name: 'Name' }))
  await userEvent.click(screen.getByRole('button', { name: /Name/ }))
  expect(texts()[0]).toBe('Item 4West')
  expect(screen.getByRole('columnheader', { name: /Name/ })).toHaveAttribute('aria-sort', 'descending')
})

test('an empty list shows its empty state', () => {
  renderUi(table([], { empty: <p>No items</p> }))
  expect(screen.getByText('No items')).toBeVisible()
})

describe('ten thousand rows', () => {
  beforeEach(() => {
    // jsdom has no layout; the virtualiser only needs the height of the viewport.
    vi.spyOn(Element.prototype, 'clientHeight', 'get').mockReturnValue(600)
    vi.spyOn(HTMLElement.prototype, 'offsetHeight', 'get').mockReturnValue(41)
  })
  afterEach(() => vi.restoreAllMocks())

  test('only visible rows are rendered, and the grid reports the total', () => {
    renderUi(table(items(10_000)))
    const rows = within(grid()).getAllByRole('row')
    expect(rows.length).toBeGreaterThan(10)
    expect(rows.length).toBeLessThan(60)
    expect(grid()).toHaveAttribute('aria-rowcount', '10001')
  })

  test('a changed row forces no layout: no render reads the scroll position', () => {
    const rows = items(10_000)
    const { rerender } = renderUi(table(rows))
    const scrollReads = vi.spyOn(Element.prototype, 'scrollTop', 'get')
    rerender(table(rows.map((row) => (row.id === 'i3' ? { ...row, ward: 'North' } : row))))
    expect(screen.getByText('North')).toBeVisible()
    expect(scrollReads).not.toHaveBeenCalled()
  })

  test('RT-7: visible rows keep their position when rows are inserted above', () => {
    const rows = items(10_000)
    const { rerender } = renderUi(table(rows))
    const frame = grid().parentElement as HTMLElement
    frame.scrollTop = 400
    fireEvent.scroll(frame)
    rerender(table([{ id: 'new', name: 'New', ward: 'East' }, ...rows]))
    const oneRow = 41
    expect(frame.scrollTop).toBe(400 + oneRow)
  })

  test('one changed row renders one row', () => {
    const rows = items(10_000)
    const { rerender } = renderUi(table(rows))
    renderedRows = []
    rerender(table(rows.map((row) => (row.id === 'i3' ? { ...row, ward: 'North' } : row))))
    expect(new Set(renderedRows)).toEqual(new Set(['i3']))
    expect(screen.getByText('North')).toBeVisible()
  })
})
