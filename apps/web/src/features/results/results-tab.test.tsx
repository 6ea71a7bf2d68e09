import { act, screen, waitFor, within } from '@testing-library/react'
import { userEvent } from '@testing-library/user-event'
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

const jane = 'p-1' as never
const commandId = () => crypto.randomUUID() as never
const ago = (hours: number) => new Date(Date.now() - hours * 3_600_000).toISOString()
const openResults = (ward: Ward, { as = 'dr.amal', search = '' } = {}) =>
  renderWorkspace(ward, { as, at: `/patients/p-1/results${search}` })

const grid = (name = 'Cumulative') => screen.findByRole('grid', { name })
const line = async (test: RegExp, name?: string) => within(await grid(name)).findByRole('row', { name: test })
/** The course and facts of the chosen value. */
const detail = (test: string) => screen.findByRole('region', { name: test })

/** What the laboratory does meanwhile. */
const laboratory = (ward: Ward) => {
  const now = <Answer,>(run: () => Answer) => act(async () => run())
  return {
    releases: (code: string, value: string, hoursAgo = 0) =>
      now(async () => {
        const subject = ward.subject(jane)
        const observation = resultOf({ subject, code, value, collectedAt: ago(hoursAgo), releasedAt: ago(hoursAgo) })
        const [report] = await ward.find('DiagnosticReport')
        const resource = { ...report, id: crypto.randomUUID() } as NonNullable<typeof report>
        return ward.record('lab.yusuf', subject, [
          { type: 'lab.result.available', resource, related: [observation], data: { orderId: null } },
        ])
      }),
    corrects: (observation: Observation, value: number) =>
      now(async () => {
        const [report] = await ward.find('DiagnosticReport')
        const related = [{ ...observation, status: 'corrected' as const, valueQuantity: { ...observation.valueQuantity, value } }]
        return ward.record('lab.yusuf', ward.subject(jane), [
          { type: 'lab.result.available', resource: report as NonNullable<typeof report>, related, data: { orderId: null } },
        ])
      }),
    /** A potassium on the order that waits: critical, so that it calls somebody. */
    releasesCritical: () =>
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
    acknowledges: () =>
      now(async () => {
        const [alert] = await ward.find(
          'Task',
          ({ status, code }) => status === 'requested' && code?.coding?.[0]?.code === 'critical-result',
        )
        return ward.as('dr.sami').alerts.acknowledge({ commandId: commandId(), alertId: alert?.id ?? '' })
      }),
  }
}

const found = async (ward: Ward, value: number) =>
  (
    await ward.find('Observation', ({ valueQuantity, code }) => code.text === 'Potassium' && valueQuantity?.value === value)
  )[0] as Observation

describe('the cumulative grid', () => {
  test('RES-4 tests down by section, collections across, the newest beside the test, direction and rest in words', async () => {
    await openResults(await openWard())
    const potassium = await line(/Potassium/)
    const cells = within(potassium).getAllByRole('cell')
    const values = cells.map(({ textContent }) => textContent)
    expect(values.findIndex((text) => text?.includes('5.9'))).toBeLessThan(values.findIndex((text) => text?.includes('5.2')))
    expect(within(await grid()).getByText('Chemistry')).toBeVisible()
    expect(screen.getByText(/newest beside the test/)).toBeVisible()
    expect(screen.getByText(/other collections? hidden/)).toBeVisible()
  })

  test('RES-4 a test that a collection did not have is a dash', async () => {
    await openResults(await openWard())
    expect(within(await line(/Sodium/)).getAllByRole('img', { name: 'No result' }).length).toBeGreaterThan(0)
  })

  test('RT-10 the filter is said in words, with what it hides, and stands in the URL (SHL-8)', async () => {
    const { user } = await openResults(await openWard())
    await line(/Sodium/)
    await user.click(screen.getByRole('button', { name: 'Abnormal only' }))
    await waitFor(async () => expect(within(await grid()).queryByRole('row', { name: /Sodium/ })).toBeNull())
    expect(screen.getByText(/tests with an abnormal value only/)).toBeVisible()
    expect(screen.getByText(/hidden by filter/)).toBeVisible()
    expect(window.location.search).toContain('abnormal=only')
  })

  test('FMT-10 a value in another unit gets a line of its own', async () => {
    const ward = await openWard()
    await openResults(ward)
    await line(/Potassium/)
    const odd = { ...(await found(ward, 5.9)), id: 'odd', valueQuantity: { value: 23, unit: 'mg/dL' } }
    const [report] = await ward.find('DiagnosticReport')
    await act(
      async () =>
        await ward.record('lab.yusuf', ward.subject(jane), [
          { type: 'lab.result.available', resource: report as NonNullable<typeof report>, related: [odd], data: { orderId: null } },
        ]),
    )
    await waitFor(async () => expect(within(await grid()).getAllByRole('row', { name: /Potassium/ })).toHaveLength(2))
  })

  test('a released result appears without a reload and is announced', async () => {
    const ward = await openWard()
    await openResults(ward)
    await line(/Potassium/)
    await laboratory(ward).releases('2823-3', '6.1')
    expect(await within(await line(/Potassium/)).findByText('6.1')).toBeVisible()
    expect(await screen.findByText(/New result: Potassium 6\.1 mmol\/L H/)).toBeInTheDocument()
  })
})

describe('the chosen value', () => {
  test('RES-9 shows its change against the value before', async () => {
    const { user } = await openResults(await openWard())
    await user.click(within(await line(/Potassium/)).getByText('5.9'))
    expect(await within(await detail('Potassium')).findByText(/Before: 5.2/)).toBeVisible()
    expect(within(await detail('Potassium')).getByText(/change .*\+0\.7.*\+13/)).toBeVisible()
  })

  test('FLG-5 shows the range stored with it, collected and released time', async () => {
    const { user } = await openResults(await openWard())
    await user.click(within(await line(/Potassium/)).getByText('5.9'))
    const panel = await detail('Potassium')
    expect(panel).toHaveTextContent(/Reference range of this value.*3\.5–5\.1/)
    expect(panel).toHaveTextContent(/Collected.*released/)
  })

  test('RES-15 `c` copies the value with unit, flag, time and two identifiers', async () => {
    const { user } = await openResults(await openWard())
    await user.click(within(await line(/Potassium/)).getByText('5.9'))
    await user.keyboard('c')
    const copied = await navigator.clipboard.readText()
    expect(copied).toMatch(/^Potassium 5\.9 mmol\/L H \(reference range 3\.5–5\.1\), collected /)
    expect(copied).toContain('SMITH, Jane')
    expect(copied).toContain('MRN 129 728 7652')
  })

  test('K-1 keys work on an Arabic layout; `[` goes to the collection before', async () => {
    const { user } = await openResults(await openWard())
    await user.click(within(await line(/Potassium/)).getByText('5.9'))
    await user.keyboard('{[}')
    expect(await within(await detail('Potassium')).findByText(/Before: 4.9/)).toBeVisible()
    await user.keyboard('[[')
    expect(await within(await detail('Potassium')).findByText(/Before: 4.7/)).toBeVisible()
  })
})

describe('reviewing', () => {
  test('RES-11 a normal value is reviewed by one key, shown to all with name and time', async () => {
    const { user } = await openResults(await openWard())
    await user.click(within(await line(/Sodium/)).getByText('138'))
    await user.keyboard('w')
    await user.click(within(await line(/Sodium/)).getByText('138'))
    expect(await within(await detail('Sodium')).findByText(/Reviewed by Dr Amal Hassan,/)).toBeVisible()
  })

  test('RES-10 looking at a value changes nothing about its review', async () => {
    const { user } = await openResults(await openWard())
    await user.click(within(await line(/Sodium/)).getByText('138'))
    expect(await within(await detail('Sodium')).findByText('Not reviewed')).toBeVisible()
  })

  test('an abnormal value asks first', async () => {
    const { user } = await openResults(await openWard())
    await user.click(within(await line(/Potassium/)).getByText('5.9'))
    await user.keyboard('w')
    const sheet = within(await screen.findByRole('dialog'))
    await user.click(sheet.getByRole('button', { name: /Mark Potassium 5.9 mmol\/L H reviewed for SMITH, Jane/ }))
    await user.click(within(await line(/Potassium/)).getByText('5.9'))
    expect(await within(await detail('Potassium')).findByText(/Reviewed by Dr Amal Hassan,/)).toBeVisible()
  })

  test('RES-13 only normal results can be chosen together, and their button says how many and for whom', async () => {
    const { user } = await openResults(await openWard(), { search: '?view=reports' })
    const rows = within(await grid('By report'))
    expect(await rows.findByRole('checkbox', { name: /Sodium/ })).toBeInTheDocument()
    expect(rows.queryByRole('checkbox', { name: /^.*Potassium.*5\.9/ })).toBeNull()
    await user.click(rows.getByRole('checkbox', { name: /Sodium/ }))
    await user.click(rows.getByRole('checkbox', { name: /Creatinine/ }))
    await user.click(screen.getByRole('button', { name: 'Mark 2 normal results reviewed for SMITH, Jane' }))
    await waitFor(() => expect(rows.getAllByText(/Reviewed by Dr Amal Hassan,/)).toHaveLength(2))
  })

  test('RES-12 a correction needs a new review and says what was reported before', async () => {
    const ward = await openWard()
    const { user } = await openResults(ward)
    await user.click(within(await line(/Potassium/)).getByText('5.9'))
    await laboratory(ward).corrects(await found(ward, 5.9), 4.1)
    const panel = await detail('Potassium')
    expect(await within(panel).findByText(/Reported before: .*5\.9/)).toBeVisible()
    expect(within(panel).getByText('Corrected')).toBeVisible()
    expect(within(panel).getByText('Not reviewed')).toBeVisible()
  })

  test('those who do not treat see the state and are offered no review', async () => {
    const { user } = await openResults(await openWard(), { as: 'pharm.omar' })
    await user.click(within(await line(/Sodium/)).getByText('138'))
    expect(await within(await detail('Sodium')).findByText('Not reviewed')).toBeVisible()
    expect(screen.queryByRole('button', { name: /Mark reviewed/ })).toBeNull()
  })
})

describe('what is new for the reader', () => {
  test('RES-1: waiting results of one’s own orders, not those of others’ and not what was reviewed', async () => {
    const ward = await openWard()
    const { releasesCritical } = laboratory(ward)
    await releasesCritical()
    const { user } = await openResults(ward, { as: 'dr.sami' })
    await user.click(await screen.findByRole('button', { name: 'New for me' }))
    const mine = await grid('New for me')
    expect(screen.getByText(/of your own orders or of nobody’s/)).toBeVisible()
    expect(window.location.search).toContain('view=new')
    expect(within(mine).queryByText(/6\.8/)).toBeNull()
    expect(within(mine).getAllByText(/Potassium/).length).toBeGreaterThan(0)
  })

  test('RES-1, RES-2: its orderer sees it there, with status and whose order it answers', async () => {
    const ward = await openWard()
    await laboratory(ward).releasesCritical()
    await laboratory(ward).acknowledges()
    await openResults(ward, { search: '?view=new' })
    const critical = (await within(await grid('New for me')).findAllByRole('row', { name: /Potassium/ }))[0]
    for (const words of [/6\.8/, /Final/, /Dr Amal Hassan/, /3\.5–5\.1/, /Not reviewed/]) expect(critical).toHaveTextContent(words)
  })

  test('RES-17, LAB-5: what the laboratory said about the specimen stands on the value, and that a change was confirmed beside it', async () => {
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
    expect(await detail('Potassium')).toHaveTextContent(/Larger change than expected; looked into and confirmed/)
  })
})

test('AR-5: in Arabic a test is named in Arabic, its value and unit stay', async () => {
  await openResults(await openWard())
  await act(() => i18next.changeLanguage('ar'))
  expect(await within(await grid('تراكمي')).findByRole('row', { name: /البوتاسيوم/ })).toHaveTextContent(/5\.9/)
})

describe('the course of a test', () => {
  test('RES-5, decision 12: critical lines and reference band stand though no value ever raised an alert, with their table', async () => {
    await openResults(await openWard())
    await userEvent.click(await line(/Potassium/))
    const potassium = await detail('Potassium')
    await waitFor(() => expect(potassium.querySelectorAll('[data-part=critical]')).toHaveLength(2))
    expect(potassium).toHaveTextContent(/Critical limits.*< 2\.8 · ≥ 6\.5.*table browser 1/)
    expect(potassium).toHaveTextContent(/Reference range of this value.*3\.5–5\.1/)
  })

  test('FLG-5: a test without critical limits gets no such lines', async () => {
    await openResults(await openWard())
    await userEvent.click(await line(/C-reactive protein/))
    const protein = await detail('C-reactive protein')
    await waitFor(() => expect(protein.querySelector('svg')).not.toBeNull())
    expect(protein.querySelector('[data-part=critical]')).toBeNull()
    expect(protein).not.toHaveTextContent('Critical limits')
  })
})

describe('critical results', () => {
  test('RES-16 INB-3 pinned until acknowledged and reviewed; the key refuses, the button asks', async () => {
    const ward = await openWard()
    const { user } = await openResults(ward, { as: 'nurse.huda' })
    await line(/Potassium/)
    await laboratory(ward).releasesCritical()
    const pinned = await screen.findByRole('region', { name: /Critical: until/ })
    await user.click(within(pinned).getByRole('button', { name: /Potassium 6.8/ }))
    const panel = await detail('Potassium')
    expect(panel).toHaveTextContent('Critical, not acknowledged')
    expect(panel).toHaveTextContent('Acknowledge this critical result before you review it.')
    expect(within(panel).queryByRole('button', { name: /Mark reviewed/ })).toBeNull()

    await laboratory(ward).acknowledges()
    expect(await within(panel).findByText(/Acknowledged by Dr Sami Idris,/)).toBeVisible()
    expect(screen.getByRole('region', { name: /Critical: until/ })).toBeVisible()
    await user.keyboard('w')
    expect(screen.queryByRole('dialog')).toBeNull()
    await user.click(within(panel).getByRole('button', { name: /Mark reviewed for SMITH, Jane/ }))
    await user.click(within(await screen.findByRole('dialog')).getByRole('button', { name: /reviewed for SMITH, Jane/ }))
    await waitFor(() => expect(screen.queryByRole('region', { name: /Critical: until/ })).toBeNull())
  })
})

test('SHL-7 the badge counts the very rows that wait for review', async () => {
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
