import { screen } from '@testing-library/react'
import { afterAll, afterEach, beforeAll, describe, expect, it, test } from 'vitest'
import { doors, openWard, renderWorkspace } from '../../testing/render-workspace.tsx'
import { treeOf } from './tree.ts'

const event = (eventId: string, causationId: string | null = null) => ({ eventId, causationId })

describe('causes as a tree', () => {
  it('each event stands beneath its cause, siblings in the order they came', () => {
    const events = [event('a'), event('b', 'a'), event('c'), event('d', 'b'), event('e', 'a')]
    expect(treeOf(events).map(({ event: { eventId }, depth }) => `${eventId}${depth}`)).toEqual(['a0', 'b1', 'd2', 'e1', 'c0'])
  })

  it('an event whose cause is not among them begins a tree', () => {
    expect(treeOf([event('b', 'elsewhere'), event('c', 'b')]).map(({ depth }) => depth)).toEqual([0, 1])
  })
})

describe('the log page', () => {
  beforeAll(() => doors.listen())
  afterEach(() => doors.resetHandlers())
  afterAll(() => doors.close())

  test('begins with the newest, goes to the act of one, and says what the role is not sent', async () => {
    const ward = await openWard()
    const commandId = crypto.randomUUID()
    await ward
      .as('dr.amal')
      .problems.add({ commandId: commandId as never, patientId: 'p-1' as never, code: null, text: 'Gout', onset: null })
    const { user } = await renderWorkspace(ward, { as: 'admin', at: '/admin/log' })
    const [newest] = await screen.findAllByText('diagnosis.added')
    await user.click(newest as HTMLElement)
    expect(await screen.findByText(/only the envelope is shown/)).toBeVisible()
    await user.click(screen.getByRole('button', { name: 'Whole act' }))
    expect(await screen.findByText('Of one act, in order')).toBeVisible()
    expect(screen.getByRole('searchbox', { name: 'Correlation or event id' })).toHaveValue(commandId)
  })

  test('finds an event by its own id where no act has it, and says when nothing has it', async () => {
    const ward = await openWard()
    const [newest] = (await ward.as('admin').log.latest()).rows
    const { user } = await renderWorkspace(ward, { as: 'admin', at: '/admin/log' })
    const find = async (id: string) => {
      const field = await screen.findByRole('searchbox', { name: 'Correlation or event id' })
      await user.clear(field)
      await user.type(field, `${id}{Enter}`)
    }
    await find(newest?.eventId ?? '')
    expect(await screen.findByText('Causes and consequences')).toBeVisible()
    await find('nobody')
    expect(await screen.findByText('Nothing in the log has this id')).toBeVisible()
  })
})
