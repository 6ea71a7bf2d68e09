import { act, screen, waitFor, within } from '@testing-library/react'
import { userEvent } from '@testing-library/user-event'
import { commandIdSchema, patientIdSchema } from '@wardline/events'
import type { Observation } from 'fhir/r4'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { i18next } from '../../i18n/language.ts'
import { doors, openWard, renderWorkspace } from '../../testing/render-workspace.tsx'
import { resultOf } from '../../testing/ward/results.ts'
import type { Ward } from '../../testing/ward/ward.ts'

beforeAll(() => doors.listen())
afterEach(async () => {
  doors.resetHandlers()
  await i18next.changeLanguage('en')
})
afterAll(() => doors.close())

const [jane, commandId] = [patientIdSchema.parse('p-1'), () => commandIdSchema.parse(crypto.randomUUID())]
const ago = (hours: number) => new Date(Date.now() - hours * 3_600_000).toISOString()
const openResults = (ward: Ward, { as = 'dr.amal', search = '' } = {}) =>
  renderWorkspace(ward, { as, at: `/patients/p-1/results${search}` })

const grid = (name = 'Cumulative') => screen.findByRole('grid', { name })
const line = async (test: RegExp, name?: string) => within(await grid(name)).findByRole('row', { name: test })
/** Detail panel of the selected value. */
const detail = (test: string) => screen.findByRole('region', { name: test })

/** Actions of the laboratory and of other users. */
const laboratoryActions = (ward: Ward) => {
  const now = <Result,>(run: () => Result) => act(async () => run())
  return {
    release: (code: string, value: string, hoursAgo = 0) =>
      now(async () => {
        const subject = ward.subject(jane)
        const observation = resultOf({ subject, code, value, collectedAt: ago(hoursAgo), releasedAt: ago(hoursAgo) })
        const [report] = await ward.find('DiagnosticReport')
        const resource = { ...report, id: crypto.randomUUID() } as NonNullable<typeof report>
        return ward.record('lab.yusuf', subject, [
          { type: 'lab.result.available', resource, related: [observation], data: { orderId: null } },
        ])
      }),
    correct: (observation: Observation, value: number) =>
      now(async () => {
        const [report] = await ward.find('DiagnosticReport')
        const related = [{ ...observation, status: 'corrected' as const, valueQuantity: { ...observation.valueQuantity, value } }]
        return ward.record('lab.yusuf', ward.subject(jane), [
          { type: 'lab.result.available', resource: report as NonNullable<typeof report>, related, data: { orderId: null } },
        ])
      }),
    /** Releases a critical potassium on the open order, which raises an alert. */
    releaseCritical: () =>
      now(async () => {
        const [order] = await ward.find('ServiceRequest')
        return ward.as('lab.yusuf').lab.release({
          commandId: commandId(),
          orderId: order?.id ?? '',
          collectedAt: ago(0),
          status: 'final',
          values: [{ code: '2823-3', value: '6.8', note: 'Not haemolysed.' }],
          confirmedCritical: ['2823-3'],
        })
      }),
    acknowledge: () =>
      now(async () => {
        const [alert] = await ward.find(
          'Task',
          ({ status, code }) => status === 'requested' && code?.coding?.[0]?.code === 'critical-result',
        )
        return ward.as('dr.sami').alerts.acknowledge({ commandId: commandId(), alertId: alert?.id ?? '' })
      }),
  }
}

const findPotassium = async (ward: Ward, value: number) =>
  (
    await ward.find('Observation', ({ valueQuantity, code }) => code.text === 'Potassium' && valueQuantity?.value === value)
  )[0] as Observation

describe('the cumulative grid', () => {
  test('RES-4 tests are rows by section, the newest collection is next to the test, and order and hidden collections are stated', async () => {
    await openResults(await openWard())
    const potassium = await line(/Potassium/)
    const cells = within(potassium).getAllByRole('cell')
    const values = cells.map(({ textContent }) => textContent)
    expect(values.findIndex((text) => text?.includes('5.9'))).toBeLessThan(values.findIndex((text) => text?.includes('5.2')))
    expect(within(await grid()).getByText('Chemistry')).toBeVisible()
    expect(screen.getByText(/newest collection next to the test name/)).toBeVisible()
    expect(screen.getByText(/other collections? hidden/)).toBeVisible()
  })

  test('RES-4 a test missing from a collection shows a dash', async () => {
    await openResults(await openWard())
    expect(within(await line(/Sodium/)).getAllByRole('img', { name: 'No result' }).length).toBeGreaterThan(0)
  })

  test('RT-10 the filter and its hidden tests are stated in words and kept in the URL (SHL-8)', async () => {
    const { user } = await openResults(await openWard())
    await line(/Sodium/)
    await user.click(screen.getByRole('button', { name: 'Abnormal only' }))
    await waitFor(async () => expect(within(await grid()).queryByRole('row', { name: /Sodium/ })).toBeNull())
    expect(screen.getByText(/tests with abnormal values only/)).toBeVisible()
    expect(screen.getByText(/hidden by filter/)).toBeVisible()
    expect(window.location.search).toContain('abnormal=only')
  })

  test('FMT-10 a value in another unit has its own line', async () => {
    const ward = await openWard()
    await openResults(ward)
    await line(/Potassium/)
    const otherUnit = { ...(await findPotassium(ward, 5.9)), id: 'odd', valueQuantity: { value: 23, unit: 'mg/dL' } }
    const [report] = await ward.find('DiagnosticReport')
    await act(
      async () =>
        await ward.record('lab.yusuf', ward.subject(jane), [
          { type: 'lab.result.available', resource: report as NonNullable<typeof report>, related: [otherUnit], data: { orderId: null } },
        ]),
    )
    await waitFor(async () => expect(within(await grid()).getAllByRole('row', { name: /Potassium/ })).toHaveLength(2))
  })

  test('a released result appears without a reload and is announced', async () => {
    const ward = await openWard()
    await openResults(ward)
    await line(/Potassium/)
    await laboratoryActions(ward).release('2823-3', '6.1')
    expect(await within(await line(/Potassium/)).findByText('6.1')).toBeVisible()
    expect(await screen.findByText(/New result: Potassium 6\.1 mmol\/L H/)).toBeInTheDocument()
  })
})

describe('the selected value', () => {
  test('RES-9 the panel shows the change from the previous value', async () => {
    const { user } = await openResults(await openWard())
    await user.click(within(await line(/Potassium/)).getByText('5.9'))
    expect(await within(await detail('Potassium')).findByText(/Previous: 5.2/)).toBeVisible()
    expect(within(await detail('Potassium')).getByText(/change .*\+0\.7.*\+13/)).toBeVisible()
  })

  test('FLG-5 the panel shows the reference range, collection time and release time of the value', async () => {
    const { user } = await openResults(await openWard())
    await user.click(within(await line(/Potassium/)).getByText('5.9'))
    const panel = await detail('Potassium')
    expect(panel).toHaveTextContent(/Reference range for this result.*3\.5–5\.1/)
    expect(panel).toHaveTextContent(/Collected.*released/)
  })

  test('RES-15 the key `c` copies value, unit, flag, time and two identifiers', async () => {
    const { user } = await openResults(await openWard())
    await user.click(within(await line(/Potassium/)).getByText('5.9'))
    await user.keyboard('c')
    const copied = await navigator.clipboard.readText()
    expect(copied).toMatch(/^Potassium 5\.9 mmol\/L H \(reference range 3\.5–5\.1\), collected /)
    expect(copied).toContain('SMITH, Jane')
    expect(copied).toContain('MRN 129 728 7652')
  })

  test('K-1 keys work on an Arabic layout; `[` selects the previous collection', async () => {
    const { user } = await openResults(await openWard())
    await user.click(within(await line(/Potassium/)).getByText('5.9'))
    await user.keyboard('{[}')
    expect(await within(await detail('Potassium')).findByText(/Previous: 4.9/)).toBeVisible()
    await user.keyboard('[[')
    expect(await within(await detail('Potassium')).findByText(/Previous: 4.7/)).toBeVisible()
  })
})

describe('reviewing', () => {
  test('RES-11 a normal value is reviewed with one key and shows reviewer and time', async () => {
    const { user } = await openResults(await openWard())
    await user.click(within(await line(/Sodium/)).getByText('138'))
    await user.keyboard('w')
    await user.click(within(await line(/Sodium/)).getByText('138'))
    expect(await within(await detail('Sodium')).findByText(/Reviewed by Dr Amal Hassan,/)).toBeVisible()
  })

  test('RES-10 viewing a value does not mark it as reviewed', async () => {
    const { user } = await openResults(await openWard())
    await user.click(within(await line(/Sodium/)).getByText('138'))
    expect(await within(await detail('Sodium')).findByText('Not reviewed')).toBeVisible()
  })

  test('an abnormal value requires confirmation', async () => {
    const { user } = await openResults(await openWard())
    await user.click(within(await line(/Potassium/)).getByText('5.9'))
    await user.keyboard('w')
    const sheet = within(await screen.findByRole('dialog'))
    await user.click(sheet.getByRole('button', { name: /Mark Potassium 5.9 mmol\/L H reviewed for SMITH, Jane/ }))
    await user.click(within(await line(/Potassium/)).getByText('5.9'))
    expect(await within(await detail('Potassium')).findByText(/Reviewed by Dr Amal Hassan,/)).toBeVisible()
  })

  test('RES-13 only normal results can be selected together, and the button shows count and patient', async () => {
    const { user } = await openResults(await openWard(), { search: '?view=reports' })
    const rows = within(await grid('By report'))
    expect(await rows.findByRole('checkbox', { name: /Sodium/ })).toBeInTheDocument()
    expect(rows.queryByRole('checkbox', { name: /^.*Potassium.*5\.9/ })).toBeNull()
    await user.click(rows.getByRole('checkbox', { name: /Sodium/ }))
    await user.click(rows.getByRole('checkbox', { name: /Creatinine/ }))
    await user.click(screen.getByRole('button', { name: 'Mark 2 normal results reviewed for SMITH, Jane' }))
    await waitFor(() => expect(rows.getAllByText(/Reviewed by Dr Amal Hassan,/)).toHaveLength(2))
  })

  test('RES-12 a corrected result needs a new review and shows the previous value', async () => {
    const ward = await openWard()
    const { user } = await openResults(ward)
    await user.click(within(await line(/Potassium/)).getByText('5.9'))
    await laboratoryActions(ward).correct(await findPotassium(ward, 5.9), 4.1)
    const panel = await detail('Potassium')
    expect(await within(panel).findByText(/Previously reported: .*5\.9/)).toBeVisible()
    expect(within(panel).getByText('Corrected')).toBeVisible()
    expect(within(panel).getByText('Not reviewed')).toBeVisible()
  })

  test('roles outside the treating team see the review state but cannot review', async () => {
    const { user } = await openResults(await openWard(), { as: 'pharm.omar' })
    await user.click(within(await line(/Sodium/)).getByText('138'))
    expect(await within(await detail('Sodium')).findByText('Not reviewed')).toBeVisible()
    expect(screen.queryByRole('button', { name: /Mark reviewed/ })).toBeNull()
  })
})

describe('results new for the user', () => {
  test('RES-1: unreviewed results of own orders are listed, results of other users’ orders and reviewed results are not', async () => {
    const ward = await openWard()
    const { releaseCritical } = laboratoryActions(ward)
    await releaseCritical()
    const { user } = await openResults(ward, { as: 'dr.sami' })
    await user.click(await screen.findByRole('button', { name: 'New for me' }))
    const mine = await grid('New for me')
    expect(screen.getByText(/ordered by you or without an orderer/)).toBeVisible()
    expect(window.location.search).toContain('view=new')
    expect(within(mine).queryByText(/6\.8/)).toBeNull()
    expect(within(mine).getAllByText(/Potassium/).length).toBeGreaterThan(0)
  })

  test('RES-1, RES-2: the orderer sees the result with status and orderer', async () => {
    const ward = await openWard()
    await laboratoryActions(ward).releaseCritical()
    await laboratoryActions(ward).acknowledge()
    await openResults(ward, { search: '?view=new' })
    const critical = (await within(await grid('New for me')).findAllByRole('row', { name: /Potassium/ }))[0]
    for (const words of [/6\.8/, /Final/, /Dr Amal Hassan/, /3\.5–5\.1/, /Not reviewed/]) expect(critical).toHaveTextContent(words)
  })

  test('RES-17, LAB-5: the specimen comment is shown on the value, and a confirmed delta check in the panel', async () => {
    const ward = await openWard()
    const [order] = await ward.find('ServiceRequest')
    await ward.as('lab.yusuf').lab.release({
      commandId: commandId(),
      orderId: order?.id ?? '',
      collectedAt: ago(0),
      status: 'final',
      values: [{ code: '2823-3', value: '4.2', note: 'Haemolysed' }],
      confirmedCritical: [],
      confirmedDelta: ['2823-3'],
    })
    await openResults(ward)
    const potassium = await line(/Potassium/)
    expect(within(potassium).getByText('Haemolysed')).toBeVisible()
    await userEvent.click(potassium)
    expect(await detail('Potassium')).toHaveTextContent(/Delta check exceeded, confirmed by/)
  })
})

test('AR-5: the test name is in Arabic, value and unit are unchanged', async () => {
  await openResults(await openWard())
  await act(() => i18next.changeLanguage('ar'))
  expect(await within(await grid('تراكمي')).findByRole('row', { name: /البوتاسيوم/ })).toHaveTextContent(/5\.9/)
})

describe('the trend of a test', () => {
  test('RES-5, decision 12: critical limits and reference range are shown with their table, even without any alert', async () => {
    await openResults(await openWard())
    await userEvent.click(await line(/Potassium/))
    const potassium = await detail('Potassium')
    await waitFor(() => expect(potassium.querySelectorAll('[data-part=critical]')).toHaveLength(2))
    expect(potassium).toHaveTextContent(/Critical limits.*< 2\.8 · ≥ 6\.5.*table wardline 1/)
    expect(potassium).toHaveTextContent(/Reference range for this result.*3\.5–5\.1/)
  })

  test('FLG-5: a test without critical limits shows no critical lines', async () => {
    await openResults(await openWard())
    await userEvent.click(await line(/C-reactive protein/))
    const protein = await detail('C-reactive protein')
    await waitFor(() => expect(protein.querySelector('svg')).not.toBeNull())
    expect(protein.querySelector('[data-part=critical]')).toBeNull()
    expect(protein).not.toHaveTextContent('Critical limits')
  })
})

describe('critical results', () => {
  test('RES-16 INB-3 a critical result is pinned until acknowledged and reviewed; the key is refused, the button opens a confirmation', async () => {
    const ward = await openWard()
    const { user } = await openResults(ward, { as: 'nurse.huda' })
    await line(/Potassium/)
    await laboratoryActions(ward).releaseCritical()
    const pinned = await screen.findByRole('region', { name: /Critical: acknowledge/ })
    await user.click(within(pinned).getByRole('button', { name: /Potassium 6.8/ }))
    const panel = await detail('Potassium')
    expect(panel).toHaveTextContent('Critical, not acknowledged')
    expect(panel).toHaveTextContent('Acknowledge this critical result before reviewing it.')
    expect(within(panel).queryByRole('button', { name: /Mark reviewed/ })).toBeNull()

    await laboratoryActions(ward).acknowledge()
    expect(await within(panel).findByText(/Acknowledged by Dr Sami Idris,/)).toBeVisible()
    expect(screen.getByRole('region', { name: /Critical: acknowledge/ })).toBeVisible()
    await user.keyboard('w')
    expect(screen.queryByRole('dialog')).toBeNull()
    await user.click(within(panel).getByRole('button', { name: /Mark reviewed for SMITH, Jane/ }))
    await user.click(within(await screen.findByRole('dialog')).getByRole('button', { name: /reviewed for SMITH, Jane/ }))
    await waitFor(() => expect(screen.queryByRole('region', { name: /Critical: acknowledge/ })).toBeNull())
  })
})

test('SHL-7 the badge counts the rows awaiting review', async () => {
  const { user } = await openResults(await openWard(), { search: '?view=reports' })
  const rows = within(await grid('By report'))
  const waiting = () => rows.getAllByText('Not reviewed').length
  await rows.findAllByText('Not reviewed')
  const badge = () => screen.getByRole('img', { name: /results to review/ })
  expect(badge()).toHaveTextContent(String(waiting()))
  await user.click(rows.getByText('Sodium'))
  await user.keyboard('w')
  await waitFor(() => expect(rows.getAllByText(/Reviewed by/)).toHaveLength(1))
  expect(badge()).toHaveTextContent(String(waiting()))
})
