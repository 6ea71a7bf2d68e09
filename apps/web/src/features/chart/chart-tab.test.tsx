import { act, screen, waitFor, within } from '@testing-library/react'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { i18next } from '../../i18n/language.ts'
import { doors, openWard, renderWorkspace } from '../../testing/render-workspace.tsx'
import type { Ward } from '../../testing/ward/ward.ts'

beforeAll(() => doors.listen())
afterEach(async () => {
  doors.resetHandlers()
  await i18next.changeLanguage('en')
})
afterAll(() => doors.close())

const jane = 'p-1' as never
const commandId = () => crypto.randomUUID() as never
const nothingMeasured = {
  respiratoryRate: null,
  oxygenSaturation: null,
  systolic: null,
  diastolic: null,
  pulse: null,
  temperature: null,
  weight: null,
}

const card = (name: string) => screen.findByRole('region', { name: new RegExp(`^${name}`) })
const listIn = async (name: string, region = name) => within(await card(region)).findByRole('list', { name: new RegExp(name) })

/** What colleagues do at their own screens. */
const colleague = (ward: Ward) => {
  const now = <Answer,>(run: () => Answer) => act(async () => run())
  return {
    measuresPulse: (pulse: number) =>
      now(() =>
        ward.as('nurse.huda').vitals.record({
          commandId: commandId(),
          patientId: jane,
          effectiveAt: new Date().toISOString(),
          values: { ...nothingMeasured, pulse },
          confirmed: ['pulse'],
        }),
      ),
    addsProblem: (text: string) =>
      now(() => ward.as('dr.sami').problems.add({ commandId: commandId(), patientId: jane, code: null, text, onset: null })),
    addsAllergy: (substance: string) =>
      now(() =>
        ward.as('dr.sami').allergies.add({
          commandId: commandId(),
          patientId: jane,
          substance,
          code: null,
          type: 'allergy',
          criticality: 'high',
          reaction: null,
          severity: null,
        }),
      ),
  }
}

const openChart = (ward: Ward, as = 'dr.amal', patient = 'p-1') => renderWorkspace(ward, { as, at: `/patients/${patient}/chart` })

describe('the chart at a glance', () => {
  test('CHT-1 every card says what it shows, how many, and up to when', async () => {
    await openChart(await openWard())
    for (const name of [
      'Vitals',
      'Latest results',
      'Active medicines',
      'Problems',
      'Pending orders',
      'Allergies',
      'Encounters',
      'Care team',
    ]) {
      expect(await within(await card(name)).findByText(/as of/)).toBeVisible()
    }
    expect(within(await card('Vitals')).getByText('5 signs')).toBeVisible()
  })

  test('CHT-2 a list with nothing in it says what there is none of, in its own words', async () => {
    await openChart(await openWard(), 'dr.amal', 'p-2')
    expect(await within(await card('Problems')).findByText('No problems recorded')).toBeVisible()
    expect(within(await card('Pending orders')).getByText('No pending orders')).toBeVisible()
    expect(within(await card('Allergies')).getByText('Not asked')).toBeVisible()
  })

  test('the latest of each sign has its time and author', async () => {
    await openChart(await openWard())
    const pulse = within(await listIn('Vitals'))
      .getByText('Pulse')
      .closest('li')
    expect(pulse).toHaveTextContent('98')
    expect(pulse).toHaveTextContent('Nurse Huda')
  })

  test('MED-18 latest results: one line a test with its course', async () => {
    await openChart(await openWard())
    const grid = await within(await card('Latest results')).findByRole('grid')
    expect(within(grid).getAllByRole('row', { name: /Potassium/ })).toHaveLength(1)
    expect(within(grid).getByRole('img', { name: /Potassium.*5.9/ })).toBeVisible()
  })
})

describe('recording vital signs', () => {
  const open = async () => {
    const ward = await openWard()
    const { user } = await openChart(ward, 'nurse.huda')
    await user.click(await screen.findByRole('button', { name: 'Record vitals' }))
    return { user, ward, sheet: within(await screen.findByRole('dialog')) }
  }

  test('CHT-8 previous value and time stand beside the field, its unit is fixed', async () => {
    const { sheet } = await open()
    const field = sheet.getByLabelText('Pulse')
    expect(field.parentElement).toHaveTextContent('/min')
    expect(sheet.getByText(/Before: .*98.*\/min/)).toBeVisible()
  })

  test('CHT-8 an impossible value is refused, an unusual one is confirmed', async () => {
    const { user, sheet } = await open()
    await user.type(sheet.getByLabelText('Pulse'), '400')
    await user.tab()
    expect(sheet.getByText(/400 \/min.* is not possible/)).toBeVisible()
    await user.clear(sheet.getByLabelText('Pulse'))
    await user.type(sheet.getByLabelText('Pulse'), '140')
    await user.click(sheet.getByRole('button', { name: /Record vitals for SMITH, Jane/ }))
    expect(screen.getByRole('dialog')).toBeVisible()
    await user.click(sheet.getByRole('checkbox', { name: /140 \/min.* is right/ }))
    await user.click(sheet.getByRole('button', { name: /Record vitals for SMITH, Jane/ }))
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())
    expect((await listIn('Vitals')).textContent).toContain('140')
  })

  test('ID-15 what was typed stays with the patient when the sheet is left, and goes when it is discarded', async () => {
    const { user, sheet } = await open()
    await user.type(sheet.getByLabelText('Pulse'), '88')
    await user.keyboard('{Escape}')
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())
    await user.click(await screen.findByRole('button', { name: 'Continue entry' }))
    const again = within(await screen.findByRole('dialog'))
    expect(again.getByLabelText('Pulse')).toHaveValue('88')
    await user.click(again.getByRole('button', { name: 'Discard entry' }))
    expect(again.getByLabelText('Pulse')).toHaveValue('')
  })

  test('AR-4 Arabic digits become Latin while typing', async () => {
    const { user, sheet } = await open()
    await user.type(sheet.getByLabelText('Temperature'), '٣٧٫٩')
    expect(sheet.getByLabelText('Temperature')).toHaveValue('37.9')
  })

  test('those who do not treat are offered no entry', async () => {
    await openChart(await openWard(), 'pharm.omar')
    await card('Vitals')
    expect(screen.queryByRole('button', { name: 'Record vitals' })).toBeNull()
  })
})

describe('what colleagues do', () => {
  test('CHT-13 new signs appear and are announced, without a reload', async () => {
    const ward = await openWard()
    await openChart(ward)
    await listIn('Vitals')
    await colleague(ward).measuresPulse(132)
    await waitFor(async () => expect((await listIn('Vitals')).textContent).toContain('132'))
    expect(await screen.findByText(/New vital signs, recorded by Nurse Huda/)).toBeInTheDocument()
  })

  test('CHT-13 an open entry stays open and keeps its focus', async () => {
    const ward = await openWard()
    const { user } = await openChart(ward)
    await user.click(await screen.findByRole('button', { name: 'Add problem' }))
    const field = await screen.findByRole('textbox', { name: /^Problem/ })
    await user.type(field, 'Del')
    await colleague(ward).addsProblem('Hyperkalaemia')
    expect(field).toHaveFocus()
    await user.type(field, 'irium')
    expect(field).toHaveValue('Delirium')
  })

  test('RT-7 while somebody reads the list, arrivals wait behind the pill', async () => {
    const ward = await openWard()
    const { user } = await openChart(ward)
    const problems = await card('Problems')
    await user.hover(await listIn('Problems'))
    await colleague(ward).addsProblem('Hyperkalaemia')
    const pill = await within(problems).findByRole('button', { name: /1 new/ })
    expect(within(problems).queryByText('Hyperkalaemia')).toBeNull()
    await user.click(pill)
    expect(within(problems).getByText('Hyperkalaemia')).toBeVisible()
  })

  test('an allergy never waits', async () => {
    const ward = await openWard()
    const { user } = await openChart(ward)
    await user.hover(await listIn('Allergies'))
    await colleague(ward).addsAllergy('latex')
    expect(await within(await listIn('Allergies')).findByText('latex')).toBeVisible()
  })
})

describe('problems and allergies', () => {
  test('CHT-3 a problem is added with its onset, and resolved into its own list', async () => {
    const { user } = await openChart(await openWard())
    await user.click(await screen.findByRole('button', { name: 'Add problem' }))
    const sheet = within(await screen.findByRole('dialog'))
    // A draft of an earlier test may still be there: drafts outlive their sheet.
    await user.clear(sheet.getByRole('textbox', { name: /^Problem/ }))
    await user.type(sheet.getByRole('textbox', { name: /^Problem/ }), 'Delirium')
    await user.type(sheet.getByRole('textbox', { name: 'Since' }), '2026-13')
    await user.click(sheet.getByRole('button', { name: /Add problem for SMITH, Jane/ }))
    expect(await sheet.findByText(/Type a date as/)).toBeVisible()
    await user.clear(sheet.getByRole('textbox', { name: 'Since' }))
    await user.type(sheet.getByRole('textbox', { name: 'Since' }), '2026-11')
    await user.click(sheet.getByRole('button', { name: /Add problem for SMITH, Jane/ }))
    const active = await listIn('Problems: Active', 'Problems')
    expect(await within(active).findByText('Delirium')).toBeVisible()
    expect(active).toHaveTextContent('since Nov-2026')

    await user.click(await screen.findByRole('button', { name: 'Resolve Delirium' }))
    await user.click(within(await screen.findByRole('dialog')).getByRole('button', { name: /Resolve for SMITH, Jane/ }))
    await waitFor(() => expect(within(active).queryByText('Delirium')).toBeNull())
    await user.click(await screen.findByRole('button', { name: 'Show Resolved (1)' }))
    expect(within(await listIn('Problems: Resolved', 'Problems')).getByText('Delirium')).toBeVisible()
  })

  test('CHT-4 an allergy is removed only with a reason', async () => {
    const { user } = await openChart(await openWard())
    await user.click(await screen.findByRole('button', { name: /^Remove / }))
    const sheet = within(await screen.findByRole('dialog'))
    const commit = sheet.getByRole('button', { name: /Remove for SMITH, Jane/ })
    expect(commit).toBeDisabled()
    await user.click(sheet.getByRole('radio', { name: 'Entered for the wrong patient' }))
    await user.click(commit)
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())
    expect(await within(await card('Allergies')).findByText('Not asked')).toBeVisible()
  })

  test('RT-6 a problem that changed meanwhile is not resolved, and the sheet says so', async () => {
    const ward = await openWard()
    const { user } = await openChart(ward)
    await user.click(await screen.findByRole('button', { name: /^Resolve / }))
    const sheet = within(await screen.findByRole('dialog'))
    const [problem] = await ward.find('Condition')
    const changed = { ...problem, onsetDateTime: '2020' } as NonNullable<typeof problem>
    await act(async () => await ward.record('dr.sami', ward.subject('p-1'), [{ type: 'diagnosis.updated', resource: changed, data: {} }]))
    await user.click(sheet.getByRole('button', { name: /Resolve for SMITH, Jane/ }))
    expect(await sheet.findByText(/changed meanwhile/)).toBeVisible()
    expect((await ward.find('Condition'))[0]?.clinicalStatus?.coding?.[0]?.code).not.toBe('resolved')
  })
})

test('AR-1 in Arabic the cards speak Arabic and values keep their direction', async () => {
  await openChart(await openWard())
  await listIn('Vitals')
  await act(() => i18next.changeLanguage('ar'))
  const vitals = await screen.findByRole('region', { name: /^العلامات الحيوية/ })
  expect(await within(vitals).findByText('النبض')).toBeVisible()
  expect(within(vitals).getByText('98').closest('bdi')).toHaveAttribute('dir', 'ltr')
})
