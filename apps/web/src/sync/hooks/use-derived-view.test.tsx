import { act, screen, waitFor } from '@testing-library/react'
import { commandIdSchema, type MedicationRow, pharmacyQueueView, rooms } from '@wardline/events'
import { countByCategory } from '@wardline/ui'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { useTRPC } from '../../api/trpc.ts'
import { renderInWorkflow } from '../../testing/render-in-workflow.tsx'
import { doors, openWard } from '../../testing/render-workspace.tsx'
import { useDerivedView } from './use-derived-view.ts'
import { useView } from './use-view.ts'

beforeAll(() => doors.listen())
afterEach(() => doors.resetHandlers())
afterAll(() => doors.close())

const at = { room: rooms.pharmacyQueue }
const waiting = () => countByCategory<MedicationRow, 'waiting'>(['waiting'])
const waitingAs = ({ stage }: MedicationRow) => (stage === 'unverified' ? (['waiting'] as const) : [])
const useQuery = () => useTRPC().pharmacy.queue.queryOptions({ limit: 100 })

let renders = 0
function Badge() {
  renders += 1
  return <output aria-label="waiting">{useDerivedView(pharmacyQueueView, at, useQuery(), waiting, waitingAs).waiting}</output>
}
const Claims = () => (
  <output aria-label="claimed">{useView(pharmacyQueueView, at, useQuery()).rows.filter(({ claim }) => claim).length}</output>
)
const expectText = (name: string, words: string) => waitFor(() => expect(screen.getByLabelText(name)).toHaveTextContent(words))

test('PERF-2, SHL-7: a badge rerenders when its count changes, and not for other row changes', async () => {
  const ward = await openWard()
  await renderInWorkflow(
    ward,
    <>
      <Badge />
      <Claims />
    </>,
    'pharm.omar',
  )
  await expectText('waiting', '4')
  const [row] = await ward.find('MedicationRequest', ({ medicationCodeableConcept }) => medicationCodeableConcept?.text === 'paracetamol')
  const nextInput = () => ({ commandId: commandIdSchema.parse(crypto.randomUUID()), prescriptionId: row?.id ?? '' })

  const before = renders
  await act(async () => ward.as('pharm.lina').pharmacy.claim({ ...nextInput(), reason: null }))
  await expectText('claimed', '1')
  expect(renders).toBe(before)

  await act(async () => ward.as('pharm.lina').pharmacy.verify({ ...nextInput(), versionId: '1', note: null }))
  await expectText('waiting', '3')
})
