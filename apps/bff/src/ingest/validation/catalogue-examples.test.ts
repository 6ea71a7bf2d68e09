import { declarationOf, eventTypes } from '@wardline/events'
import { beforeAll, expect, it } from 'vitest'
import { openValidator } from './validate.ts'

let validate: Awaited<ReturnType<typeof openValidator>>
beforeAll(async () => {
  validate = await openValidator()
})

it.each(eventTypes)('the example of %s is valid R4', (type) => {
  const { resource, related = [] } = declarationOf(type).example()
  for (const one of [resource, ...related]) expect(validate(one)).toBeNull()
})
