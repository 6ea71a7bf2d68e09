import {
  exceedsDelta,
  extensions,
  idOf,
  loincOf,
  type NewEvent,
  referTo,
  reportedIn,
  type SignedInUser,
  staff,
  stepOf,
} from '@wardline/events'
import { samples } from '@wardline/events/testing'
import type { Observation } from 'fhir/r4'
import type { Api } from './api-types.ts'
import { analytes, wordedTests } from './catalogue.ts'
import { moved as advanced, draftAnswer, draftResult, flagOf, patientOf } from './drafts.ts'
import { type Ward, WardRefusal } from './ward.ts'

const isCritical = (flag: string) => flag === 'HH' || flag === 'LL' || flag === 'AA'

/** More than a fifth away from the value before: the delta limit of this ward. */
const hasMoved = (value: string, before: { value: string; unit: string | null; collectedAt: string } | null, collectedAt: string) =>
  exceedsDelta({ value, unit: before?.unit ?? null, collectedAt }, before, { percent: 20, withinHours: 72 })

/** The laboratory of the small ward. */
export function benchOf(ward: Ward): Pick<Api['lab'], 'sheet' | 'advance' | 'release'> {
  const orderOf = (orderId: string) => {
    const order = ward.read('ServiceRequest', orderId)
    return { order, subject: ward.subject(idOf(order.subject) ?? ''), task: ward.read('Task', `${orderId}-task`) }
  }
  const linesOf = (code: string | undefined) => analytes.filter((analyte) => analyte.code === code)

  const newestOf = (patientId: string, code: string) => {
    const [newest] = ward
      .find('Observation', (it) => idOf(it.subject) === patientId && loincOf(it) === code)
      .toSorted((a, b) => (b.effectiveDateTime ?? '').localeCompare(a.effectiveDateTime ?? ''))
    const reported = newest && reportedIn(newest)
    return reported?.value
      ? { value: reported.value, unit: reported.unit, flag: reported.flag, collectedAt: newest?.effectiveDateTime ?? '' }
      : null
  }

  const alert = (by: SignedInUser, orderId: string, observation: Observation): NewEvent => {
    const { order, subject } = orderOf(orderId)
    const observationId = observation.id ?? ''
    const requester = { userId: idOf(order.requester) ?? by.userId, name: order.requester?.display ?? by.name }
    const task = {
      ...samples.sampleAlert(),
      id: ward.newId('alert'),
      for: patientOf(subject),
      focus: referTo('Observation', observationId),
      basedOn: [referTo('ServiceRequest', orderId)],
      owner: staff(requester),
    }
    const data = { observationId, notify: [requester], limit: '≥ 6.5 mmol/L', thresholds: 'browser 1', previous: null }
    return { type: 'lab.critical.alert', resource: task, related: [observation], data }
  }

  return {
    sheet: (_, { orderId }) => {
      const { order, subject, task } = orderOf(orderId)
      return {
        orderId,
        display: order.code?.text ?? '',
        patient: subject,
        priority: order.priority ?? 'routine',
        status: order.status,
        step: stepOf(task),
        accession: null,
        specimen: 'Serum or plasma',
        collectedAt: null,
        orderedBy: order.requester?.display ?? null,
        orderedAt: order.authoredOn ?? null,
        thresholds: 'browser 1',
        lines: linesOf(order.code?.coding?.[0]?.code).map(({ code, display, unit, decimals, technical, range, critical }) => ({
          code,
          display,
          unit,
          decimals,
          technical: [...technical],
          range: { low: range[0], high: range[1], text: range.join('–') },
          critical: critical && { low: critical[0], high: critical[1] },
          previous: newestOf(subject.patientId, code),
          delta: { percent: 20, withinHours: 72 },
          entered: null,
        })),
        worded: wordedTests
          .filter(({ code }) => code === order.code?.coding?.[0]?.code)
          .map((test) => ({ ...test, previous: null, entered: null })),
      }
    },
    advance: (by, { commandId, orderId, step }) => {
      const { order, subject, task } = orderOf(orderId)
      const at = new Date().toISOString()
      const change = {
        type: 'order.updated' as const,
        resource: order,
        related: [advanced(task, step, 'in-progress', by, at)],
        data: { changed: [] },
      }
      return ward.record(by, commandId, subject, [change], at)
    },
    release: (by, { commandId, orderId, values, answers = [], collectedAt, status, confirmedCritical, confirmedDelta = [] }) => {
      const { order, subject, task } = orderOf(orderId)
      const at = new Date().toISOString()
      const critical = values.filter(({ code, value }) => isCritical(flagOf(code, Number(value))))
      const unconfirmed = critical.filter(({ code }) => !confirmedCritical.includes(code))
      if (unconfirmed.length > 0) throw new WardRefusal('CRITICAL_NEEDS_CONFIRMATION', { codes: unconfirmed.map(({ code }) => code) })
      const moved = values.filter(({ code, value }) => hasMoved(value, newestOf(subject.patientId, code), collectedAt))
      if (moved.some(({ code }) => !confirmedDelta.includes(code))) throw new WardRefusal('DELTA_NEEDS_CONFIRMATION')
      const released = { status, basedOn: [referTo('ServiceRequest', orderId)] }
      const observations = [
        ...values.map(({ code, value, note }) => ({
          ...draftResult(ward.newId('result'), subject, code, value, collectedAt, at),
          ...released,
          ...(moved.some((each) => each.code === code) ? { extension: [{ url: extensions.confirmedCheck, valueCode: 'delta' }] } : {}),
          ...(note ? { note: [{ text: note }] } : {}),
        })),
        ...answers.map((answer) => ({ ...draftAnswer(ward.newId('result'), subject, answer, collectedAt, at), ...released })),
      ]
      const report = { ...samples.sampleReport(), id: ward.newId('report'), subject: patientOf(subject), status, issued: at }
      const related = [...observations, { ...order, status: 'completed' as const }, advanced(task, 'resulted-final', 'completed', by, at)]
      const alerts = observations
        .filter((observation) => isCritical(observation.interpretation?.[0]?.coding?.[0]?.code ?? ''))
        .map((observation) => alert(by, orderId, observation))
      const applied = ward.record(
        by,
        commandId,
        subject,
        [{ type: 'lab.result.available', resource: report, related, data: { orderId } }, ...alerts],
        at,
      )
      return {
        ...applied,
        reportId: report.id,
        observationIds: observations.map(({ id }) => id ?? ''),
        alertIds: alerts.map(({ resource }) => resource.id ?? ''),
      }
    },
  }
}
