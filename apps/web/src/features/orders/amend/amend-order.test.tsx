import { render, screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import type { OrderRow } from '@wardline/events'
import { expect, it, vi } from 'vitest'
import { anOrder, jane, TestProviders } from '../testing.tsx'
import { AmendOrder, type OrderDetails } from './amend-order.tsx'

function openSheet(initialRow: OrderRow) {
  const onSave = vi.fn<(details: OrderDetails, versionId: string) => void>()
  const sheet = (row: OrderRow) => (
    <TestProviders>
      <AmendOrder
        row={row}
        patient={jane}
        place="Ward 3"
        busy={false}
        error={null}
        onSave={onSave}
        onResolved={vi.fn()}
        onClose={vi.fn()}
      />
    </TestProviders>
  )
  const { rerender } = render(sheet(initialRow))
  return { onSave, updateRow: (row: OrderRow) => rerender(sheet(row)), user: userEvent.setup() }
}

const note = () => screen.getByRole('textbox', { name: /Note/ })
const save = () => screen.getByRole('button', { name: 'Save changes for SMITH, Jane' })

it('the form sends the changed fields with the version they were read in, and an empty field as null', async () => {
  const { onSave, user } = openSheet(anOrder({ versionId: '4', indication: 'weakness' }))
  await user.click(screen.getByRole('button', { name: 'STAT' }))
  await user.clear(screen.getByRole('textbox', { name: 'Indication' }))
  await user.click(save())
  expect(onSave).toHaveBeenCalledExactlyOnceWith({ priority: 'stat', indication: null, note: null }, '4')
})

it('a conflicting change shows its author and fields, and the draft stays until one version is chosen (RT-6)', async () => {
  const { updateRow, onSave, user } = openSheet(anOrder({ versionId: '1', priority: 'routine', indication: 'weakness' }))
  await user.type(note(), 'left arm only')
  updateRow(anOrder({ versionId: '2', priority: 'stat', indication: 'weakness', changedBy: 'Dr Sami Idris' }))

  const diff = screen.getByRole('group', { name: '' })
  expect(within(screen.getByRole('dialog')).getByText(/Changed by Dr Sami Idris/)).toBeVisible()
  expect(diff).toHaveTextContent('Routine')
  expect(save()).toBeDisabled()
  expect(note()).toHaveValue('left arm only')

  await user.click(screen.getByRole('button', { name: 'Reapply my changes' }))
  expect(note()).toHaveValue('left arm only')
  expect(screen.getByRole('button', { name: 'STAT' })).toHaveAttribute('aria-pressed', 'true')
  await user.click(save())
  expect(onSave).toHaveBeenCalledExactlyOnceWith({ priority: 'stat', indication: 'weakness', note: 'left arm only' }, '2')
})

it('Reload replaces the draft with the newer version (RT-6)', async () => {
  const { updateRow, user } = openSheet(anOrder())
  await user.type(note(), 'mine')
  updateRow(anOrder({ versionId: '2', note: 'theirs', changedBy: 'Dr Sami Idris' }))
  await user.click(screen.getByRole('button', { name: 'Reload' }))
  expect(note()).toHaveValue('theirs')
  expect(screen.queryByText(/Changed by/)).toBeNull()
})

it('a change of the fulfilment alone leaves the form open and moves it to the newer version', async () => {
  const { updateRow, onSave, user } = openSheet(anOrder({ versionId: '1' }))
  await user.type(note(), 'left arm only')
  updateRow(anOrder({ versionId: '2', fulfilment: { step: 'specimen-collected', at: '2026-11-20T20:59:00.000Z', by: 'Nurse Huda' } }))
  await user.click(save())
  expect(onSave).toHaveBeenCalledExactlyOnceWith({ priority: 'routine', indication: null, note: 'left arm only' }, '2')
})

it('an order closed by a colleague disables saving and names the colleague', async () => {
  const { updateRow } = openSheet(anOrder())
  updateRow(anOrder({ versionId: '2', status: 'revoked', changedBy: 'Dr Sami Idris' }))
  expect(screen.getByText('Dr Sami Idris closed this order while you were editing it: Discontinued.')).toBeVisible()
  expect(save()).toBeDisabled()
})
