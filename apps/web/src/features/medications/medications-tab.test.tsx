import { act, screen, waitFor, within } from '@testing-library/react'
import { commandIdSchema, rooms } from '@wardline/events'
import { http } from 'msw'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { i18next } from '../../i18n/language.ts'
import { sessionStore } from '../../session/session-store.ts'
import { doors, openWard, renderWorkspace } from '../../testing/render-workspace.tsx'
import type { Ward } from '../../testing/ward/ward.ts'

beforeAll(async () => {
  doors.listen()
  // The tab is a lazy chunk; importing it here keeps its compilation out of the first test.
  await import('./medications-tab.tsx')
}, 60_000)
beforeEach(sessionStore.signedOut)
afterEach(async () => {
  doors.resetHandlers()
  await i18next.changeLanguage('en')
})
afterAll(() => doors.close())

const commandId = () => commandIdSchema.parse(crypto.randomUUID())

/** Actions of other users. */
const colleagueActions = (ward: Ward) => {
  const now = <Result,>(run: () => Result) => act(async () => run())
  const prescription = async (generic: string) =>
    (await ward.find('MedicationRequest', (it) => it.medicationCodeableConcept?.text === generic))[0]
  const target = async (generic: string) => ({ commandId: commandId(), prescriptionId: (await prescription(generic))?.id ?? '' })
  return {
    prescribe: (generic: string, patientId: string) => now(() => ward.prescribe('dr.sami', patientId, generic, 'stat')),
    claim: (generic: string) => now(async () => ward.as('pharm.omar').pharmacy.claim({ ...(await target(generic)), reason: null })),
    verify: (generic: string) =>
      now(async () => ward.as('pharm.omar').pharmacy.verify({ ...(await target(generic)), versionId: '1', note: null })),
    setOrdering: (username: string) => act(() => ward.isDoing(username, rooms.patient('p-2'), 'ordering')),
  }
}

async function renderMedications({
  as = 'dr.amal',
  at = '/patients/p-1/medications',
  ward: opened,
}: {
  as?: string
  at?: string
  ward?: Ward
} = {}) {
  const ward = opened ?? (await openWard())
  const { user } = await renderWorkspace(ward, { as, at })
  const grid = await screen.findByRole('grid', { name: 'Medications of this patient' })
  await screen.findByText('Live')
  return { ward, user, grid, colleagues: colleagueActions(ward) }
}

const row = (medicine: string) => screen.getByRole('row', { name: new RegExp(medicine, 'i') })
const field = (name: RegExp) => screen.getByRole('textbox', { name })
const directions = () => within(screen.getByRole('group', { name: 'Directions' }))

type User = Awaited<ReturnType<typeof renderMedications>>['user']

async function selectDrug(user: User, generic: string, form = 'oral tablet') {
  await user.type(await screen.findByRole('combobox', { name: /^Search the formulary/ }), generic)
  await user.click(await screen.findByRole('option', { name: new RegExp(`^${generic} ?${form}`, 'i') }))
  await screen.findByRole('form', { name: 'Prescribe' })
}

async function selectOption(user: User, name: RegExp, option: string) {
  await user.click(screen.getByRole('combobox', { name }))
  await user.click(await screen.findByRole('option', { name: option }))
}

/** Fills in paracetamol, for a patient who has none yet. */
async function fillIn(user: User) {
  await selectDrug(user, 'paracetamol')
  await user.type(field(/^Dose/), '1')
  await selectOption(user, /^Unit/, 'g')
  await selectOption(user, /^Frequency/, 'every 6 hours')
  await user.type(field(/^Indication/), 'fever')
}

async function review(user: User, name: string) {
  await user.keyboard('{Control>}{Enter}{/Control}')
  await screen.findByRole('dialog')
  // The identity dialog opens only within ten seconds of opening the chart, which a busy machine may exceed (ID-13).
  const identityButton = screen.queryByRole('button', { name: `Yes, ${name}` })
  if (identityButton) await user.click(identityButton)
  return screen.findByRole('dialog', { name: 'Sign prescription' })
}

describe('prescribing', () => {
  const at = '/patients/p-2/medications'

  test('ORD-6: an antibiotic requires a duration or a review period, and its row shows the date', async () => {
    const { user } = await renderMedications({ at })
    await selectDrug(user, 'ceftriaxone', 'solution for injection')
    await user.type(field(/^Dose/), '2')
    await selectOption(user, /^Unit/, 'g')
    await selectOption(user, /^Route/, 'intravenous')
    await selectOption(user, /^Frequency/, 'once daily')
    await user.type(field(/^Indication/), 'pneumonia')
    expect(screen.getByText('Antibiotic: enter a duration or a review period.')).toBeVisible()
    await user.keyboard('{Control>}{Enter}{/Control}')
    expect(await screen.findByText('Enter a duration or a review period')).toBeVisible()
    expect(screen.queryByRole('dialog')).toBeNull()
    await user.type(field(/^Review in/), '٢')
    await review(user, 'IDRIS, Musa')
    await user.keyboard('{Control>}{Enter}{/Control}')
    await waitFor(() => expect(row('ceftriaxone')).toHaveTextContent(/review due \d\d-[A-Z][a-z]{2}/))
  })

  test('MED-2, ORD-11, ID-12: directions appear in both languages while typing, and the prescription is signed by keyboard and listed as signed', async () => {
    const { user } = await renderMedications({ at })
    await fillIn(user)
    expect(directions().getByText(/by mouth every 6 hours/)).toHaveTextContent('Give paracetamol 1 g by mouth every 6 hours — for fever')
    expect(directions().getByText(/عن طريق الفم/)).toHaveTextContent('يُعطى paracetamol 1 g عن طريق الفم كل 6 ساعات')
    expect(directions().getByText(/per day/)).toHaveTextContent(/4 g per day · 56 mg per kg per day \(weight 71.4 kg/)

    const sheet = await review(user, 'IDRIS, Musa')
    const signedLine = within(sheet).getByRole('listitem')
    for (const words of ['paracetamol', 'oral', 'every 6 hours', 'fever', 'Routine']) expect(signedLine).toHaveTextContent(words)
    expect(within(sheet).getByText(/are not checked by this system/)).toBeVisible()
    expect(within(sheet).getByRole('button', { name: 'Sign prescription for IDRIS, Musa' })).toBeEnabled()
    await user.keyboard('{Control>}{Enter}{/Control}')

    await waitFor(() => expect(sheet).not.toBeInTheDocument())
    for (const words of ['paracetamol', 'DOSE 1 g', 'oral', 'every 6 hours', 'fever', 'Unverified', 'Dr Amal Hassan'])
      expect(row('paracetamol')).toHaveTextContent(words)
    expect(screen.getByText('No medication selected')).toBeVisible()
  })

  test('MED-4: an incomplete prescription is refused, and every missing field is marked', async () => {
    const { user } = await renderMedications({ at })
    await selectDrug(user, 'paracetamol')
    await user.type(field(/^Dose/), '1')
    await user.click(screen.getByRole('button', { name: /^Review and sign/ }))
    expect(screen.queryByRole('dialog')).toBeNull()
    expect(screen.getByRole('combobox', { name: /^Frequency/ })).toHaveAccessibleDescription('Required')
    expect(field(/^Indication/)).toHaveAccessibleDescription('Required')
  })

  test('FMT-4, FMT-5: error-prone notation is refused with the safe notation', async () => {
    const { user } = await renderMedications({ at })
    await selectDrug(user, 'paracetamol')
    await user.type(field(/^Dose/), '1.0')
    await user.tab()
    expect(await screen.findByText('Write 1')).toBeVisible()
    await user.type(field(/^Note/), 'then 10 U')
    expect(screen.getByText('Write “units”, not “U”')).toBeVisible()
    await user.click(screen.getByRole('button', { name: 'Replace “U”' }))
    expect(field(/^Note/)).toHaveValue('then 10 units')
  })

  test('AR-4: Arabic-Indic digits become Latin while they are typed', async () => {
    const { user } = await renderMedications({ at })
    await selectDrug(user, 'paracetamol')
    await user.type(field(/^Dose/), '٠٫٥')
    expect(field(/^Dose/)).toHaveValue('0.5')
    await user.type(field(/^Duration/), '٥')
    expect(field(/^Duration/)).toHaveValue('5')
  })

  test('decision 17: the same medication prescribed by a colleague shows while drafting, and signing requires a reason', async () => {
    const { user, colleagues } = await renderMedications({ at })
    await fillIn(user)
    await colleagues.prescribe('paracetamol', 'p-2')
    expect(await screen.findByText(/Already active:/)).toHaveTextContent('Dr Sami Idris')
    await user.click(screen.getByRole('button', { name: /^Review and sign/ }))
    expect(screen.queryByRole('dialog')).toBeNull()

    await waitFor(() => expect(screen.getByRole('button', { name: 'Use existing: paracetamol' })).toHaveFocus())
    await user.click(screen.getByRole('button', { name: 'Order anyway… paracetamol' }))
    await user.click(screen.getByRole('button', { name: 'Dose is being changed' }))
    const sheet = await review(user, 'IDRIS, Musa')
    expect(within(sheet).getByText('Duplicate reason: Dose is being changed')).toBeVisible()
  })

  test('ID-15: a draft survives changing tabs and does not appear for another patient', async () => {
    const { user } = await renderMedications({ at })
    await fillIn(user)
    await user.click(screen.getByRole('tab', { name: /^Chart/ }))
    await user.click(await screen.findByRole('tab', { name: /^Medications/ }))
    await screen.findByRole('form', { name: 'Prescribe' })
    expect(field(/^Indication/)).toHaveValue('fever')

    act(() => window.history.pushState(null, '', '/patients/p-1/medications'))
    act(() => void window.dispatchEvent(new PopStateEvent('popstate')))
    await screen.findByRole('region', { name: /SMITH, Jane/ })
    expect(await screen.findByText('No medication selected')).toBeVisible()
  })

  test('ORD-19: a colleague ordering for the same patient is named', async () => {
    const { user, colleagues } = await renderMedications({ at })
    await selectDrug(user, 'paracetamol')
    await colleagues.setOrdering('dr.sami')
    expect(await screen.findByText('Dr Sami Idris is ordering for this patient now')).toBeVisible()
  })

  test('RT-5, RT9: the prescription is shown as sending until the server confirms it', async () => {
    const { user } = await renderMedications({ at })
    await fillIn(user)
    const sheet = await review(user, 'IDRIS, Musa')
    let releaseResponse: () => void = () => undefined
    const gate = new Promise<void>((resolve) => {
      releaseResponse = resolve
    })
    doors.use(
      http.post('*/trpc/:paths', async ({ params }) => {
        if (String(params.paths).includes('medications.prescribe')) await gate
      }),
    )
    await user.keyboard('{Control>}{Enter}{/Control}')
    expect(await within(sheet).findByRole('button', { name: 'Saving…' })).toBeDisabled()
    expect(screen.getByText('Sending…')).toBeInTheDocument()
    expect(screen.getByText('0 active')).toBeInTheDocument()
    await act(async () => releaseResponse())
    await waitFor(() => expect(screen.queryByText('Sending…')).toBeNull())
    expect(screen.getByText('1 active')).toBeVisible()
  })

  test('ORD-2, FMT-8: formulary results show tall-man letters, form and high-alert tag', async () => {
    const { user } = await renderMedications({ at })
    await user.type(await screen.findByRole('combobox', { name: /^Search the formulary/ }), 'enox')
    const option = await screen.findByRole('option', { name: /enoxaparin/ })
    expect(option).toHaveTextContent('solution for injection · 40 mg')
    expect(within(option).getByText('HIGH ALERT')).toBeVisible()
    await user.clear(screen.getByRole('combobox', { name: /^Search the formulary/ }))
    await user.type(screen.getByRole('combobox', { name: /^Search the formulary/ }), 'ceft')
    expect(await screen.findByText('cefTRIAXone')).toBeVisible()
  })
})

describe('the medication list', () => {
  test('MED-1, FMT-11, SHL-7: medications are listed in sections with complete orders, and the badge counts them', async () => {
    const { grid } = await renderMedications()
    expect(within(grid).getByText('Scheduled')).toBeVisible()
    expect(row('ceftriaxone')).toHaveTextContent('cefTRIAXone — solution for injection — DOSE 2 g — intravenous — once daily')
    expect(row('enoxaparin')).toHaveTextContent('HIGH ALERT')
    expect(screen.getByText('4 active')).toBeVisible()
    expect(within(screen.getByRole('tab', { name: /^Medications/ })).getByRole('img', { name: '4 active' })).toBeInTheDocument()
  })

  test('MED-17: pharmacy steps appear beside the medication live', async () => {
    const { colleagues } = await renderMedications()
    expect(row('paracetamol')).toHaveTextContent('Unverified')
    await colleagues.claim('paracetamol')
    await waitFor(() => expect(row('paracetamol')).toHaveTextContent('Claimed · Omar F.'))
    await colleagues.verify('paracetamol')
    await waitFor(() => expect(row('paracetamol')).toHaveTextContent(/Verified\s*Omar Farouk/))
  })

  test('PHQ-21, RT-9: discontinuing names the interrupted pharmacist, requires a reason, and keeps the row visible for a while', async () => {
    const { user, colleagues } = await renderMedications()
    await colleagues.claim('paracetamol')
    await user.click(within(row('paracetamol')).getByRole('button', { name: 'Actions for paracetamol' }))
    await user.click(await screen.findByRole('menuitem', { name: 'Discontinue…' }))
    const sheet = await screen.findByRole('dialog', { name: 'Discontinue paracetamol' })
    expect(within(sheet).getByText('Omar Farouk has claimed this order in the pharmacy and will be interrupted.')).toBeVisible()
    const commit = within(sheet).getByRole('button', { name: 'Discontinue for SMITH, Jane' })
    expect(commit).toBeDisabled()
    await user.click(within(sheet).getByRole('radio', { name: 'Adverse reaction' }))
    await user.click(commit)
    await waitFor(() => expect(sheet).not.toBeInTheDocument())
    expect(screen.getByText('Discontinued or completed')).toBeVisible()
    expect(row('paracetamol')).toHaveAttribute('data-tone', 'lingering')
    expect(row('paracetamol')).toHaveTextContent('Dr Amal Hassan')
    expect(screen.getByText('3 active')).toBeVisible()
  })

  test('a pharmacist sees the medications but can neither prescribe nor discontinue', async () => {
    await renderMedications({ as: 'pharm.omar' })
    expect(screen.queryByRole('region', { name: 'Prescribe' })).toBeNull()
    expect(screen.queryByRole('button', { name: 'Actions for paracetamol' })).toBeNull()
  })

  test('AR-1, AR-2, AR-5: route and frequency are in Arabic, name and dose are unchanged', async () => {
    await renderMedications()
    await act(() => i18next.changeLanguage('ar'))
    const medicine = within(await screen.findByRole('grid', { name: 'أدوية هذا المريض' })).getByRole('row', { name: /cefTRIAXone/ })
    expect(medicine).toHaveTextContent('في الوريد')
    expect(medicine).toHaveTextContent('مرة واحدة يوميًا')
    expect(within(medicine).getByText('cefTRIAXone').closest('bdi')).toHaveAttribute('dir', 'ltr')
    expect(within(medicine).getByText(/^2\s?g$/)).toHaveAttribute('dir', 'ltr')
  })
})
