import { act, screen, waitFor } from '@testing-library/react'
import { type MedicationRow, pharmacyQueueView, rooms } from '@wardline/events'
import { counting } from '@wardline/ui'
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
const waiting = () => counting<MedicationRow, 'waiting'>(['waiting'])
const waitingAs = ({ stage }: MedicationRow) => (stage === 'unverified' ? (['waiting'] as const) : [])
const useQuery = () => useTRPC().pharmacy.queue.queryOptions({ limit: 100 })

let draws = 0
function Badge() {
  draws += 1
  return <output aria-label="waiting">{useDerivedView(pharmacyQueueView, at, useQuery(), waiting, waitingAs).waiting}</output>
}
const Claims = () => (
  <output aria-label="claimed">{useView(pharmacyQueueView, at, useQuery()).rows.filter(({ claim }) => claim).length}</output>
)
const says = (name: string, words: string) => waitFor(() => expect(screen.getByLabelText(name)).toHaveTextContent(words))

test('PERF-2, SHL-7: a badge draws when its number changed, and not for a row that is counted as before', async () => {
  const ward = await openWard()
  await renderInWorkflow(
    ward,
    <>
      <Badge />
      <Claims />
    </>,
    'pharm.omar',
  )
  await says('waiting', '4')
  const [row] = await ward.find('MedicationRequest', ({ medicationCodeableConcept }) => medicationCodeableConcept?.text === 'paracetamol')
  const about = () => ({ commandId: crypto.randomUUID() as never, prescriptionId: row?.id ?? '' })

  const before = draws
  await act(async () => ward.as('pharm.lina').pharmacy.claim({ ...about(), reason: null }))
  await says('claimed', '1')
  expect(draws).toBe(before)

  await act(async () => ward.as('pharm.lina').pharmacy.verify({ ...about(), versionId: '1', note: null }))
  await says('waiting', '3')
})
