import {
  commandIdSchema,
  isHighAlert,
  type LabWorklistRow,
  openStages,
  patientIdSchema,
  type ViewRow,
  worklistRank,
} from '@wardline/events'
import { expect, test } from 'vitest'
import { byClinicalRisk } from '../features/pharmacy/queue/stages.ts'
import { openWard } from '../testing/ward/open-ward.ts'
import { patients } from '../testing/ward/people.ts'
import { byRank } from './by-rank.ts'

const ids = (rows: readonly ViewRow[]) => rows.map(({ id }) => id)

test('PHQ-2, LAB-1: the browser sorts open work in the order in which the server pages it', async () => {
  const ward = await openWard()
  const [, second, third] = patients
  if (!second || !third) throw new Error('The ward has no three patients.')
  await ward.prescribe('dr.amal', second.patientId, 'paracetamol', 'routine')
  await ward.prescribe('dr.amal', third.patientId, 'paracetamol', 'stat')
  await ward.prescribe('dr.amal', second.patientId, 'morphine', 'stat')
  for (const [{ patientId }, priority] of [
    [second, 'routine'],
    [third, 'stat'],
  ] as const)
    await ward.as('dr.amal').orders.place({
      commandId: commandIdSchema.parse(crypto.randomUUID()),
      patientId: patientIdSchema.parse(patientId),
      items: [{ orderableId: 'lab:2823-3', priority, indication: null, note: null, duplicateReason: null }],
    })
  await ward.settled()

  const queue = (await ward.as('pharm.omar').pharmacy.queue({})).rows.filter(({ stage }) => openStages.includes(stage))
  expect(new Set(queue.map((row) => `${row.priority} ${isHighAlert(row)}`)).size).toBeGreaterThan(2)
  expect(ids(queue.toReversed().sort(byClinicalRisk))).toEqual(ids(queue))

  const worklist = (await ward.as('lab.yusuf').lab.worklist({})).rows.filter(({ status }) => status === 'active')
  expect(new Set(worklist.map(({ priority }) => priority)).size).toBeGreaterThan(1)
  expect(ids(worklist.toReversed().sort(byRank<LabWorklistRow>(worklistRank)))).toEqual(ids(worklist))
})
