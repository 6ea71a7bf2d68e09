import { act, screen, waitFor, within } from '@testing-library/react'
import { commandIdSchema, patientIdSchema } from '@wardline/events'
import { readingTimes } from '@wardline/ui'
import { HttpResponse, http } from 'msw'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { doors, openWard, renderWorkspace } from '../../testing/render-workspace.tsx'

beforeAll(() => doors.listen())
afterEach(() => {
  doors.resetHandlers()
  readingTimes.item = 0
})
afterAll(() => doors.close())

const commandId = () => commandIdSchema.parse(crypto.randomUUID())
const row = (medicine: string) => screen.getByRole('row', { name: new RegExp(medicine, 'i') })

async function openQueue() {
  const ward = await openWard()
  const { user } = await renderWorkspace(ward, { as: 'pharm.omar', at: '/pharmacy' })
  await screen.findByRole('grid', { name: 'Pharmacy queue' })
  await screen.findByText('Live')
  return { ward, user }
}

describe('an order is verified by what it must be judged by', () => {
  test('verification waits while the patient’s results are loading', async () => {
    const { user } = await openQueue()
    let loaded: () => void = () => undefined
    const gate = new Promise<void>((resolve) => {
      loaded = resolve
    })
    doors.use(
      http.post('*/trpc/:paths', async ({ params }) => {
        if (String(params.paths).includes('results.list')) await gate
      }),
    )
    await user.click(row('paracetamol'))
    expect(await screen.findByRole('button', { name: 'Loading allergies, results and medicines…' })).toBeDisabled()
    await user.keyboard('{Control>}{Enter}{/Control}')
    expect(screen.queryByText(/^Verified: paracetamol/)).toBeNull()
    await act(async () => loaded())
    expect(await screen.findByRole('button', { name: /^Verify for/ })).toBeEnabled()
  })

  test('without results that could not be loaded it needs a reason, which its readers see', async () => {
    const { user } = await openQueue()
    doors.use(
      http.post('*/trpc/:paths', ({ params }) => (String(params.paths).includes('results.list') ? HttpResponse.error() : undefined)),
    )
    await user.click(row('paracetamol'))
    await user.click(await screen.findByRole('button', { name: /^Verify for/ }))
    const sheet = await screen.findByRole('dialog', { name: 'Not everything could be loaded' })
    expect(within(sheet).getByRole('button', { name: /^Verify for/ })).toBeDisabled()
    await user.click(within(sheet).getByRole('radio', { name: 'Checked in another source' }))
    await user.click(within(sheet).getByRole('button', { name: /^Verify for/ }))
    await waitFor(() => expect(sheet).not.toBeInTheDocument())
    await user.click(screen.getByRole('tab', { name: /^Prepare/ }))
    await user.click(await screen.findByRole('row', { name: /paracetamol/ }))
    expect(await screen.findByRole('region', { name: 'Note of the verification' })).toHaveTextContent('Checked in another source')
  })

  test('a second Ctrl+Enter does not verify the next order, which opened unread', async () => {
    readingTimes.item = 60_000
    const { user, ward } = await openQueue()
    await user.click(row('paracetamol'))
    await screen.findByRole('button', { name: /^Verify for/ })
    await user.keyboard('{Control>}{Enter}{/Control}')
    await user.click(screen.getByRole('button', { name: /^Verify for/ }))
    const verified = await ward.find('Task', ({ businessStatus }) => businessStatus?.coding?.[0]?.code === 'verified')
    expect(verified).toEqual([])
  })
})

test('the prescriber’s note is on the pharmacist’s screen', async () => {
  const { user, ward } = await openQueue()
  await act(async () =>
    ward.as('dr.amal').medications.prescribe({
      commandId: commandId(),
      patientId: patientIdSchema.parse('p-2'),
      drugId: 'rx:161:tablet',
      dose: { value: '1', unit: 'g' },
      route: 'oral',
      frequency: 'every 6 hours',
      durationDays: null,
      asNeededReason: null,
      priority: 'stat',
      indication: 'fever',
      note: 'crush for the feeding tube',
      duplicateReason: null,
    }),
  )
  await user.click(await screen.findByRole('row', { name: /IDRIS.*paracetamol|paracetamol.*IDRIS/ }))
  expect(await screen.findByRole('region', { name: 'Note of the prescriber' })).toHaveTextContent('crush for the feeding tube')
})
