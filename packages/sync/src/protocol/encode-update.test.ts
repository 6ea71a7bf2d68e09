import { applyDeliveries, parseRoom, views } from '@wardline/events'
import { WardLog, wardHistory } from '@wardline/events/testing'
import { expect, it } from 'vitest'
import { deliveriesOf } from './decode-update.ts'
import { toUpdate } from './encode-update.ts'
import { updateSchema } from './update.ts'

it.each(views.map((view) => [view.name, view] as const))('%s folds encoded and decoded updates as it folds the log', (_, view) => {
  const log = new WardLog(wardHistory(99, { length: 80 }))
  for (const room of log.rooms.filter((name) => parseRoom(name)?.kind === view.room)) {
    const [reader] = view.audiences
    if (!reader) continue
    const decoded = log
      .deliveries(room, reader)
      .map((delivery) => delivery.event && toUpdate(delivery.event, delivery))
      .flatMap((update) => deliveriesOf(updateSchema.parse(JSON.parse(JSON.stringify(update)))))
    expect(JSON.parse(JSON.stringify(applyDeliveries(view, log.snapshot(view, room, 0), decoded).rows))).toEqual(
      JSON.parse(JSON.stringify(log.snapshot(view, room).rows)),
    )
  }
})
