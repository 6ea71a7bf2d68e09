import { act, screen, waitFor, within } from '@testing-library/react'
import { commandIdSchema, patientIdSchema } from '@wardline/events'
import { aSubject } from '@wardline/events/testing'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { i18next } from '../../i18n/language.ts'
import { doors, openWard, renderWorkspace } from '../../testing/render-workspace.tsx'
import { admitPatient } from '../../testing/ward/seed.ts'
import type { Ward } from '../../testing/ward/ward.ts'

beforeAll(() => doors.listen())
afterEach(async () => {
  doors.resetHandlers()
  await i18next.changeLanguage('en')
})
afterAll(() => doors.close())

const jane = patientIdSchema.parse('p-1')
const commandId = () => commandIdSchema.parse(crypto.randomUUID())
const noMeasurements = {
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

/** Actions of other users. */
const colleagueActions = (ward: Ward) => {
  const now = <Result,>(run: () => Result) => act(async () => run())
  return {
    recordPulse: (pulse: number) =>
      now(() =>
        ward.as('nurse.huda').vitals.record({
          commandId: commandId(),
          patientId: jane,
          effectiveAt: new Date().toISOString(),
          values: { ...noMeasurements, pulse },
          confirmed: ['pulse'],
        }),
      ),
    addProblem: (text: string) =>
      now(() => ward.as('dr.sami').problems.add({ commandId: commandId(), patientId: jane, code: null, text, onset: null })),
    addAllergy: (substance: string) =>
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

test('every sheet opens on the chart of a patient with nothing recorded', async () => {
  const ward = await openWard()
  await admitPatient(
    ward,
    aSubject({ patientId: patientIdSchema.parse('p-new'), mrn: '7712098834', name: 'NEW, Patient' }),
    new Date().toISOString(),
  )
  const { user } = await openChart(ward, 'dr.amal', 'p-new')
  for (const [name, button] of [
    ['Vitals', 'Record vitals'],
    ['Problems', 'Add problem'],
    ['Allergies', 'Add allergy'],
  ] as const) {
    await user.click(await within(await card(name)).findByRole('button', { name: button }))
    const sheet = await screen.findByRole('dialog')
    expect(sheet).toHaveTextContent('NEW, Patient')
    await user.click(within(sheet).getByRole('button', { name: 'Cancel' }))
    await waitFor(() => expect(sheet).not.toBeInTheDocument())
  }
})

describe('the chart at a glance', () => {
  test('CHT-1 every card shows its title, count and last update', async () => {
    await openChart(await openWard())
    for (const name of [
      'Vitals',
      'Latest results',
      'Active medications',
      'Problems',
      'Pending orders',
      'Allergies',
      'Encounters',
      'Care team',
    ]) {
      expect(await within(await card(name)).findByText(/as of/)).toBeVisible()
    }
    expect(within(await card('Vitals')).getByText('5 vital signs')).toBeVisible()
  })

  test('CHT-2 each empty card has its own text', async () => {
    await openChart(await openWard(), 'dr.amal', 'p-2')
    expect(await within(await card('Problems')).findByText('No problems recorded')).toBeVisible()
    expect(within(await card('Pending orders')).getByText('No pending orders')).toBeVisible()
    expect(within(await card('Allergies')).getByText('Not assessed')).toBeVisible()
  })

  test('the latest value of each vital sign shows its time and author', async () => {
    await openChart(await openWard())
    const pulse = within(await listIn('Vitals'))
      .getByText('Pulse')
      .closest('li')
    expect(pulse).toHaveTextContent('98')
    expect(pulse).toHaveTextContent('Nurse Huda')
  })

  test('MED-18 latest results show one row per test with its trend', async () => {
    await openChart(await openWard())
    const grid = await within(await card('Latest results')).findByRole('grid')
    expect(within(grid).getAllByRole('row', { name: /Potassium/ })).toHaveLength(1)
    expect(within(grid).getByRole('img', { name: /Potassium.*5.9/ })).toBeVisible()
  })
})

describe('recording vital signs', () => {
  const openVitalsSheet = async () => {
    const ward = await openWard()
    const { user } = await openChart(ward, 'nurse.huda')
    await user.click(await screen.findByRole('button', { name: 'Record vitals' }))
    return { user, ward, sheet: within(await screen.findByRole('dialog')) }
  }

  test('CHT-8 each field shows its unit and the previous value with its time', async () => {
    const { sheet } = await openVitalsSheet()
    const field = sheet.getByLabelText('Pulse')
    expect(field.parentElement).toHaveTextContent('/min')
    expect(sheet.getByText(/Previous: .*98.*\/min/)).toBeVisible()
  })

  test('CHT-8 an impossible value is refused, an unusual value requires confirmation', async () => {
    const { user, sheet } = await openVitalsSheet()
    await user.type(sheet.getByLabelText('Pulse'), '400')
    await user.tab()
    expect(sheet.getByText(/400 \/min.* is outside the possible range/)).toBeVisible()
    await user.clear(sheet.getByLabelText('Pulse'))
    await user.type(sheet.getByLabelText('Pulse'), '140')
    await user.click(sheet.getByRole('button', { name: /Record vitals for SMITH, Jane/ }))
    expect(screen.getByRole('dialog')).toBeVisible()
    await user.click(sheet.getByRole('checkbox', { name: /140 \/min.* is correct/ }))
    await user.click(sheet.getByRole('button', { name: /Record vitals for SMITH, Jane/ }))
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())
    expect((await listIn('Vitals')).textContent).toContain('140')
  })

  test('ID-15 a draft stays with the patient when the sheet is closed, and is cleared by Discard', async () => {
    const { user, sheet } = await openVitalsSheet()
    await user.type(sheet.getByLabelText('Pulse'), '88')
    await user.keyboard('{Escape}')
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())
    await user.click(await screen.findByRole('button', { name: 'Continue entry' }))
    const reopenedSheet = within(await screen.findByRole('dialog'))
    expect(reopenedSheet.getByLabelText('Pulse')).toHaveValue('88')
    await user.click(reopenedSheet.getByRole('button', { name: 'Discard entry' }))
    expect(reopenedSheet.getByLabelText('Pulse')).toHaveValue('')
  })

  test('AR-4 Arabic-Indic digits become Latin while typing', async () => {
    const { user, sheet } = await openVitalsSheet()
    await user.type(sheet.getByLabelText('Temperature'), '٣٧٫٩')
    expect(sheet.getByLabelText('Temperature')).toHaveValue('37.9')
  })

  test('roles outside the treating team cannot record vitals', async () => {
    await openChart(await openWard(), 'pharm.omar')
    await card('Vitals')
    expect(screen.queryByRole('button', { name: 'Record vitals' })).toBeNull()
  })
})

describe('changes by colleagues', () => {
  test('CHT-13 new vital signs appear without a reload and are announced', async () => {
    const ward = await openWard()
    await openChart(ward)
    await listIn('Vitals')
    await colleagueActions(ward).recordPulse(132)
    await waitFor(async () => expect((await listIn('Vitals')).textContent).toContain('132'))
    expect(await screen.findByText(/New vital signs recorded by Nurse Huda/)).toBeInTheDocument()
  })

  test('CHT-13 an open entry stays open and keeps its focus', async () => {
    const ward = await openWard()
    const { user } = await openChart(ward)
    await user.click(await screen.findByRole('button', { name: 'Add problem' }))
    const field = await screen.findByRole('textbox', { name: /^Problem/ })
    await user.type(field, 'Del')
    await colleagueActions(ward).addProblem('Hyperkalaemia')
    expect(field).toHaveFocus()
    await user.type(field, 'irium')
    expect(field).toHaveValue('Delirium')
  })

  test('RT-7 new rows wait behind the pill while the list is being read', async () => {
    const ward = await openWard()
    const { user } = await openChart(ward)
    const problems = await card('Problems')
    await user.hover(await listIn('Problems'))
    await colleagueActions(ward).addProblem('Hyperkalaemia')
    const pill = await within(problems).findByRole('button', { name: /1 new/ })
    expect(within(problems).queryByText('Hyperkalaemia')).toBeNull()
    await user.click(pill)
    expect(within(problems).getByText('Hyperkalaemia')).toBeVisible()
  })

  test('a new allergy is never held back', async () => {
    const ward = await openWard()
    const { user } = await openChart(ward)
    await user.hover(await listIn('Allergies'))
    await colleagueActions(ward).addAllergy('latex')
    expect(await within(await listIn('Allergies')).findByText('latex')).toBeVisible()
  })
})

describe('problems and allergies', () => {
  test('CHT-3 a problem is added with its onset, and moves to its own list when resolved', async () => {
    const { user } = await openChart(await openWard())
    await user.click(await screen.findByRole('button', { name: 'Add problem' }))
    const sheet = within(await screen.findByRole('dialog'))
    // A draft of an earlier test may be present: drafts outlive their sheet.
    await user.clear(sheet.getByRole('textbox', { name: /^Problem/ }))
    await user.type(sheet.getByRole('textbox', { name: /^Problem/ }), 'Delirium')
    await user.type(sheet.getByRole('textbox', { name: 'Onset' }), '2026-13')
    await user.click(sheet.getByRole('button', { name: /Add problem for SMITH, Jane/ }))
    expect(await sheet.findByText(/Enter the date as/)).toBeVisible()
    await user.clear(sheet.getByRole('textbox', { name: 'Onset' }))
    await user.type(sheet.getByRole('textbox', { name: 'Onset' }), '2026-11')
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
    expect(await within(await card('Allergies')).findByText('Not assessed')).toBeVisible()
  })

  test('RT-6 a problem with a concurrent change is not resolved, and the sheet reports the conflict', async () => {
    const ward = await openWard()
    const { user } = await openChart(ward)
    await user.click(await screen.findByRole('button', { name: /^Resolve / }))
    const sheet = within(await screen.findByRole('dialog'))
    const [problem] = await ward.find('Condition')
    const changed = { ...problem, onsetDateTime: '2020' } as NonNullable<typeof problem>
    await act(async () => await ward.record('dr.sami', ward.subject('p-1'), [{ type: 'diagnosis.updated', resource: changed, data: {} }]))
    await user.click(sheet.getByRole('button', { name: /Resolve for SMITH, Jane/ }))
    expect(await sheet.findByText(/Changed by Dr Sami Idris/)).toBeVisible()
    expect(sheet.getByRole('button', { name: 'Reapply my changes' })).toBeVisible()
    expect((await ward.find('Condition'))[0]?.clinicalStatus?.coding?.[0]?.code).not.toBe('resolved')
  })
})

test('AR-1 the cards are in Arabic and values keep their direction', async () => {
  await openChart(await openWard())
  await listIn('Vitals')
  await act(() => i18next.changeLanguage('ar'))
  const vitals = await screen.findByRole('region', { name: /^العلامات الحيوية/ })
  expect(await within(vitals).findByText('النبض')).toBeVisible()
  expect(within(vitals).getByText('98').closest('bdi')).toHaveAttribute('dir', 'ltr')
})
