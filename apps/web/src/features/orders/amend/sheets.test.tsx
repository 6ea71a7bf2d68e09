import { render, screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { describe, expect, it, vi } from 'vitest'
import type { OrderSet } from '../compose/catalogue.ts'
import { OrderSetSheet } from '../sets/order-set-sheet.tsx'
import { anOrder, jane, TestProviders } from '../testing.tsx'
import { RevokeOrder } from './revoke-order.tsx'

describe('the discontinue sheet (ORD-15)', () => {
  const sheet = (row: ReturnType<typeof anOrder>) => {
    const onRevoke = vi.fn()
    render(
      <TestProviders>
        <RevokeOrder row={row} patient={jane} place={null} busy={false} error={null} onRevoke={onRevoke} onClose={vi.fn()} />
      </TestProviders>,
    )
    return onRevoke
  }

  it('a coded reason is required, and free text only for “Other”', async () => {
    const onRevoke = sheet(anOrder())
    const user = userEvent.setup()
    const commit = screen.getByRole('button', { name: 'Discontinue order for SMITH, Jane' })
    expect(commit).toBeDisabled()
    await user.click(screen.getByRole('radio', { name: 'Other' }))
    expect(commit).toBeDisabled()
    await user.click(screen.getByRole('radio', { name: 'No longer needed' }))
    await user.keyboard('{Control>}{Enter}{/Control}')
    expect(onRevoke).toHaveBeenCalledExactlyOnceWith('no-longer-needed', null)
  })

  it('a collected specimen shows a warning', () => {
    sheet(anOrder({ fulfilment: { step: 'specimen-collected', at: '2026-11-20T20:59:00.000Z', by: 'Nurse Huda' } }))
    expect(within(screen.getByRole('dialog')).getByRole('alert')).toHaveTextContent('A specimen has been taken (Collected, ')
  })
})

describe('the order set sheet (ORD-9)', () => {
  const orderable = (id: string, display: string) => ({
    id,
    display,
    code: id,
    category: 'laboratory' as const,
    system: 'http://loinc.org',
    synonyms: [],
    detail: 'Serum or plasma',
    section: 'Chemistry' as const,
    analytes: [],
    needsIndication: false,
    duplicateWithinHours: 4,
    limit: null,
    unchecked: [],
    exposesTo: [],
  })
  const set: OrderSet = {
    kind: 'set',
    id: 'set:hyperkalaemia',
    display: 'Hyperkalaemia',
    synonyms: [],
    version: '1',
    owner: 'Nephrology',
    timesOrdered: 0,
    lines: [
      { orderable: orderable('k', 'Potassium'), preselected: true },
      { orderable: orderable('abg', 'Arterial blood gas'), preselected: false },
      { orderable: orderable('rft', 'Renal function panel'), preselected: true },
    ],
  }

  it('the sheet lists every order, ticks the defaults, and adds the ticked orders with their priority', async () => {
    const onAdd = vi.fn()
    render(
      <TestProviders>
        <OrderSetSheet set={set} patient={jane} place={null} draftedIds={['rft']} onAdd={onAdd} onClose={vi.fn()} />
      </TestProviders>,
    )
    const user = userEvent.setup()
    expect(screen.getAllByRole('checkbox')).toHaveLength(3)
    expect(screen.getByRole('checkbox', { name: 'Potassium' })).toBeChecked()
    expect(screen.getByRole('checkbox', { name: 'Arterial blood gas' })).not.toBeChecked()
    expect(screen.getByRole('checkbox', { name: 'Renal function panel' })).toBeDisabled()
    expect(screen.getByText(/Version 1, maintained by Nephrology/)).toBeVisible()

    await user.click(screen.getByRole('checkbox', { name: 'Arterial blood gas' }))
    const gas = screen.getByRole('group', { name: 'Priority of Arterial blood gas' })
    await user.click(within(gas).getByRole('button', { name: 'STAT' }))
    await user.click(screen.getByRole('button', { name: 'Add 2 orders for SMITH, Jane' }))
    expect(onAdd.mock.calls[0]?.[0]).toMatchObject([
      { orderable: { id: 'k' }, priority: 'routine', fromSet: 'Hyperkalaemia' },
      { orderable: { id: 'abg' }, priority: 'stat' },
    ])
  })
})
