import { render, screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import type { OrderRow } from '@wardline/events'
import { expect, it, vi } from 'vitest'
import { anOrder, jane, Room } from '../testing.tsx'
import { AmendOrder, type Details } from './amend-order.tsx'

function open(first: OrderRow) {
  const onSave = vi.fn<(details: Details, versionId: string) => void>()
  const sheet = (row: OrderRow) => (
    <Room>
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
    </Room>
  )
  const { rerender } = render(sheet(first))
  return { onSave, comes: (row: OrderRow) => rerender(sheet(row)), user: userEvent.setup() }
}

const note = () => screen.getByRole('textbox', { name: /Note/ })
const save = () => screen.getByRole('button', { name: 'Save change for SMITH, Jane' })

it('sends what was changed with the version it was read in, and nothing typed as nothing said', async () => {
  const { onSave, user } = open(anOrder({ versionId: '4', indication: 'weakness' }))
  await user.click(screen.getByRole('button', { name: 'STAT' }))
  await user.clear(screen.getByRole('textbox', { name: 'Indication' }))
  await user.click(save())
  expect(onSave).toHaveBeenCalledExactlyOnceWith({ priority: 'stat', indication: null, note: null }, '4')
})

it('shows who changed what meanwhile and keeps the draft until one of two ways is chosen (RT-6)', async () => {
  const { comes, onSave, user } = open(anOrder({ versionId: '1', priority: 'routine', indication: 'weakness' }))
  await user.type(note(), 'left arm only')
  comes(anOrder({ versionId: '2', priority: 'stat', indication: 'weakness', changedBy: 'Dr Sami Idris' }))

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

it('takes the other version when asked to (RT-6)', async () => {
  const { comes, user } = open(anOrder())
  await user.type(note(), 'mine')
  comes(anOrder({ versionId: '2', note: 'theirs', changedBy: 'Dr Sami Idris' }))
  await user.click(screen.getByRole('button', { name: 'Reload' }))
  expect(note()).toHaveValue('theirs')
  expect(screen.queryByText(/Changed by/)).toBeNull()
})

it('goes on undisturbed when only the fulfilment moved, with the newer version', async () => {
  const { comes, onSave, user } = open(anOrder({ versionId: '1' }))
  await user.type(note(), 'left arm only')
  comes(anOrder({ versionId: '2', fulfilment: { step: 'specimen-collected', at: '2026-11-20T20:59:00.000Z', by: 'Nurse Huda' } }))
  await user.click(save())
  expect(onSave).toHaveBeenCalledExactlyOnceWith({ priority: 'routine', indication: null, note: 'left arm only' }, '2')
})

it('says who ended the order meanwhile and sends nothing', async () => {
  const { comes } = open(anOrder())
  comes(anOrder({ versionId: '2', status: 'revoked', changedBy: 'Dr Sami Idris' }))
  expect(screen.getByText('Dr Sami Idris has ended this order meanwhile: Revoked.')).toBeVisible()
  expect(save()).toBeDisabled()
})
