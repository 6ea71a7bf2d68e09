import { screen } from '@testing-library/react'
import { commandIdSchema, patientIdSchema } from '@wardline/events'
import { afterAll, afterEach, beforeAll, describe, expect, it, test } from 'vitest'
import { doors, openWard, renderWorkspace } from '../../testing/render-workspace.tsx'
import { treeOf } from './tree.ts'

const event = (eventId: string, causationId: string | null = null) => ({ eventId, causationId })

describe('causation tree', () => {
  it('each event is listed below its cause, siblings in recorded order', () => {
    const events = [event('a'), event('b', 'a'), event('c'), event('d', 'b'), event('e', 'a')]
    expect(treeOf(events).map(({ event: { eventId }, depth }) => `${eventId}${depth}`)).toEqual(['a0', 'b1', 'd2', 'e1', 'c0'])
  })

  it('an event without its cause in the list is a root', () => {
    expect(treeOf([event('b', 'elsewhere'), event('c', 'b')]).map(({ depth }) => depth)).toEqual([0, 1])
  })
})

describe('the log page', () => {
  beforeAll(() => doors.listen())
  afterEach(() => doors.resetHandlers())
  afterAll(() => doors.close())

  test('starts with the newest events, opens the correlation of one, and marks content the role may not read', async () => {
    const ward = await openWard()
    const commandId = crypto.randomUUID()
    await ward.as('dr.amal').problems.add({
      commandId: commandIdSchema.parse(commandId),
      patientId: patientIdSchema.parse('p-1'),
      code: null,
      text: 'Gout',
      onset: null,
    })
    const { user } = await renderWorkspace(ward, { as: 'admin', at: '/admin/log' })
    const [newest] = await screen.findAllByRole('row', { name: /diagnosis\.added/ })
    await user.click(newest as HTMLElement)
    expect(await screen.findByText(/only the envelope is shown/)).toBeVisible()
    await user.click(screen.getByRole('button', { name: 'All correlated events' }))
    expect(await screen.findByText('Correlated events, in order')).toBeVisible()
    expect(screen.getByRole('searchbox', { name: 'Correlation or event ID' })).toHaveValue(commandId)
  })

  test('falls back to the event id if no correlation matches, and shows when nothing matches', async () => {
    const ward = await openWard()
    const [newest] = (await ward.as('admin').log.latest()).rows
    const { user } = await renderWorkspace(ward, { as: 'admin', at: '/admin/log' })
    const find = async (id: string) => {
      const field = await screen.findByRole('searchbox', { name: 'Correlation or event ID' })
      await user.clear(field)
      await user.type(field, `${id}{Enter}`)
    }
    await find(newest?.eventId ?? '')
    expect(await screen.findByText('Causal chain')).toBeVisible()
    await find('unknown-id')
    expect(await screen.findByText('No event with this ID')).toBeVisible()
  })
})
