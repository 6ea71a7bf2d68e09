import { foldText, idOf, wordsOf } from '@wardline/events'
import type { MedicationRequest, ServiceRequest } from 'fhir/r4'
import type { Api } from './api-types.ts'
import { drugs, orderables } from './catalogue.ts'
import { draftOrder, draftPrescription, fulfilmentOf, reviewedAfter, verificationOf } from './drafts.ts'
import { type Ward, WardRefusal } from './ward.ts'

const placedAs = { laboratory: 'lab.order.created', imaging: 'radiology.order.created', other: 'service.order.created' } as const

const answering =
  (query: string) =>
  ({ display, synonyms }: { readonly display: string; readonly synonyms: readonly string[] }) =>
    foldText([display, ...synonyms].join(' ')).includes(foldText(query))

/** Orders and prescriptions of the small ward. */
export function orderingOf(ward: Ward) {
  const standing = (patientId: string, code: string): ServiceRequest | undefined =>
    ward.find('ServiceRequest', (it) => it.status === 'active' && idOf(it.subject) === patientId && it.code?.coding?.[0]?.code === code)[0]

  const timesOrdered = (userId: string, code: string) =>
    ward.find('ServiceRequest', (it) => idOf(it.requester) === userId && it.status === 'active' && it.code?.coding?.[0]?.code === code)
      .length

  const duplicates: Api['orders']['duplicates'] = (_, { patientId, orderableIds }) => ({
    rows: orderables
      .filter(({ id }) => orderableIds.includes(id))
      .flatMap(({ id, code }) => {
        const order = standing(patientId, code)
        if (!order) return []
        const known = {
          id: order.id ?? '',
          display: wordsOf(order.code) ?? '',
          at: order.authoredOn ?? null,
          by: order.requester?.display ?? null,
        }
        return [{ orderableId: id, kind: 'order' as const, ...known, value: null, unit: null, flag: null }]
      }),
  })

  const orders: Omit<Api['orders'], 'list'> = {
    catalogue: (by, { query, limit }) => ({
      rows: orderables
        .filter(answering(query))
        .map((row) => ({ ...row, timesOrdered: timesOrdered(by.userId, row.code) }))
        .toSorted((a, b) => b.timesOrdered - a.timesOrdered)
        .slice(0, limit ?? 50),
      version: 'browser 1',
      nextCursor: null,
    }),
    duplicates,
    place: (by, { commandId, patientId, items }) => {
      const subject = ward.subject(patientId)
      const unexplained = duplicates(by, {
        patientId,
        orderableIds: items.filter((it) => !it.duplicateReason).map((it) => it.orderableId),
      }).rows
      if (unexplained.length > 0) throw new WardRefusal('DUPLICATE_NEEDS_REASON', { duplicates: unexplained })
      const at = new Date().toISOString()
      const placed = items.flatMap((item) => {
        const orderable = orderables.find(({ id }) => id === item.orderableId)
        if (!orderable) return []
        const order = draftOrder(ward.newId('order'), subject, by, at, orderable, item)
        const { duplicateReason } = item
        return [{ type: placedAs[orderable.category], resource: order, related: [fulfilmentOf(order, subject)], data: { duplicateReason } }]
      })
      const applied = ward.record(by, commandId, subject, placed, at)
      return { ...applied, orderIds: placed.map(({ resource }) => resource.id ?? ''), requisitionId: ward.newId('requisition') }
    },
    amend: (by, { commandId, patientId, orderId, versionId, priority, indication, note, limitHours }) => {
      const order = ward.read('ServiceRequest', orderId)
      ward.unchanged(order, versionId)
      const resource = {
        ...order,
        priority,
        reasonCode: indication ? [{ text: indication }] : undefined,
        note: note ? [{ text: note }] : undefined,
        ...(limitHours ? { extension: reviewedAfter(new Date().toISOString(), limitHours) } : {}),
      }
      return ward.record(by, commandId, ward.subject(patientId), [{ type: 'order.updated', resource, data: { changed: ['priority'] } }])
    },
    recall: (by, { commandId, patientId, orderIds }) => {
      const recalled = orderIds.map((orderId) => {
        const order = ward.read('ServiceRequest', orderId)
        const [task] = ward.find('Task', (it) => idOf(it.focus) === orderId)
        if (task && task.status !== 'requested') throw new WardRefusal('TOO_LATE_TO_RECALL', { orderId })
        return {
          type: 'order.cancelled' as const,
          resource: { ...order, status: 'entered-in-error' as const },
          data: { reason: 'Recalled' },
        }
      })
      return ward.record(by, commandId, ward.subject(patientId), recalled)
    },
    revoke: (by, { commandId, patientId, orderId, versionId, reason }) => {
      const order = ward.read('ServiceRequest', orderId)
      ward.unchanged(order, versionId)
      const resource = { ...order, status: 'revoked' as const }
      const applied = ward.record(by, commandId, ward.subject(patientId), [{ type: 'order.cancelled', resource, data: { reason } }])
      return { ...applied, specimenCollected: false }
    },
  }

  const medications: Omit<Api['medications'], 'list'> = {
    drugs: (_, { query, limit }) => ({ rows: drugs.filter(answering(query)).slice(0, limit ?? 30), nextCursor: null }),
    prescribe: (by, { commandId, patientId, drugId, duplicateReason, ...asked }) => {
      const subject = ward.subject(patientId)
      const drug = drugs.find(({ id }) => id === drugId)
      if (!drug) throw new WardRefusal('NOT_FOUND')
      const active = ward.find(
        'MedicationRequest',
        (it: MedicationRequest) =>
          it.status === 'active' && idOf(it.subject) === patientId && it.medicationCodeableConcept?.coding?.[0]?.code === drug.code,
      )
      if (active.length > 0 && !duplicateReason) throw new WardRefusal('DUPLICATE_NEEDS_REASON', { duplicates: [] })
      const at = new Date().toISOString()
      const request = draftPrescription(ward.newId('rx'), subject, by, at, drug, asked)
      const related = [verificationOf(request, subject)]
      const applied = ward.record(
        by,
        commandId,
        subject,
        [{ type: 'pharmacy.medication.prescribed', resource: request, related, data: { duplicateReason } }],
        at,
      )
      return { ...applied, prescriptionId: request.id ?? '' }
    },
    stop: (by, { commandId, patientId, prescriptionId, versionId, reason }) => {
      const request = ward.read('MedicationRequest', prescriptionId)
      ward.unchanged(request, versionId)
      const resource = { ...request, status: 'stopped' as const }
      const step = { prescriptionId, by: { userId: by.userId, name: by.name }, at: new Date().toISOString() }
      const data = { ...step, reason, interrupted: null }
      return ward.record(by, commandId, ward.subject(patientId), [{ type: 'pharmacy.medication.discontinued', resource, data }])
    },
  }
  return { orders, medications }
}
