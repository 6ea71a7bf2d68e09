import { act, screen, waitFor, within } from '@testing-library/react'
import { commandIdSchema, patientIdSchema } from '@wardline/events'
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest'
import { i18next } from '../../i18n/language.ts'
import { usePreferences } from '../../session/preferences.ts'
import { doors, openWard, renderWorkspace } from '../../testing/render-workspace.tsx'
import type { Ward } from '../../testing/ward/ward.ts'
import { useQueueSettings } from './queue/queue-settings.ts'

beforeAll(() => doors.listen())
afterEach(async () => {
  doors.resetHandlers()
  useQueueSettings.setState({ staysOnItem: false })
  await i18next.changeLanguage('en')
})
afterAll(() => doors.close())

const commandId = () => commandIdSchema.parse(crypto.randomUUID())

const idOf = async (ward: Ward, generic: string) =>
  (await ward.find('MedicationRequest', (request) => request.medicationCodeableConcept?.text === generic))[0]?.id ?? ''

/** Commands that other users issue from their own workstations. */
const otherUsers = (ward: Ward) => {
  const target = async (generic: string) => ({ commandId: commandId(), prescriptionId: await idOf(ward, generic) })
  const runInAct = <Answer,>(run: () => Answer) => act(async () => run())
  return {
    claims: (generic: string) => runInAct(async () => ward.as('pharm.lina').pharmacy.claim({ ...(await target(generic)), reason: null })),
    verifies: (generic: string) =>
      runInAct(async () => ward.as('pharm.lina').pharmacy.verify({ ...(await target(generic)), versionId: '1', note: null })),
    stops: (generic: string) =>
      runInAct(async () =>
        ward.as('dr.amal').medications.stop({
          ...(await target(generic)),
          patientId: patientIdSchema.parse('p-1'),
          versionId: '1',
          reason: 'adverse-reaction',
          explanation: null,
        }),
      ),
    prescribes: (generic: string, priority: 'stat' | 'routine', patientId = 'p-2') =>
      runInAct(() => ward.prescribe('dr.amal', patientId, generic, priority)),
  }
}

async function openQueue(opened?: Ward, at = '/pharmacy') {
  const ward = opened ?? (await openWard())
  const { user } = await renderWorkspace(ward, { as: 'pharm.omar', at })
  const grid = await screen.findByRole('grid', { name: 'Pharmacy queue' })
  await screen.findByText('Live')
  return { ward, user, grid, others: otherUsers(ward) }
}

const row = (medicine: string) => screen.getByRole('row', { name: new RegExp(medicine, 'i') })
const itemPanel = (heading: string) => screen.getByRole('region', { name: heading })

describe('pharmacy queue', () => {
  test('PHQ-2, RT-10: sort rule and active filter are stated above the table', async () => {
    const { grid } = await openQueue()
    expect(screen.getByText(/Priority \(STAT → ASAP → urgent → routine\), then high-alert/)).toBeVisible()
    expect(screen.getByText('Orders from all units')).toBeVisible()
    const medicines = within(grid)
      .getAllByRole('row')
      .slice(1)
      .map((each) => each.textContent?.match(/cefTRIAXone|paracetamol|spironolactone|enoxaparin/)?.[0])
    expect(medicines).toEqual(['cefTRIAXone', 'enoxaparin', 'spironolactone', 'paracetamol'])
  })

  test('PHQ-3, ID-8, FMT-7: a row shows two patient identifiers, the full order, the waiting time and the prescriber', async () => {
    await openQueue()
    const ceftriaxone = row('ceftriaxone')
    for (const words of [/SMITH, Jane/, /129.728.7652/, /Bed 12/, /DOSE 2 g/, /intravenous — once daily/, /Urgent/, /Dr Amal Hassan/])
      expect(ceftriaxone).toHaveTextContent(words)
    expect(within(ceftriaxone).getByRole('timer')).toHaveTextContent(/^\d\d:\d\d/)
    expect(row('enoxaparin')).toHaveTextContent('HIGH ALERT')
  })

  test('PHQ-1, SHL-7: stage, list and navigation counts match the rows', async () => {
    const { grid, others } = await openQueue()
    const rows = within(grid).getAllByRole('row').length - 1
    expect(screen.getByRole('tab', { name: new RegExp(`^Verify.*${rows}`) })).toBeVisible()
    expect(screen.getByRole('link', { name: `Pharmacy queue, ${rows} orders to verify` })).toBeVisible()
    await others.claims('paracetamol')
    await others.verifies('paracetamol')
    expect(await screen.findByRole('tab', { name: /^Prepare/ })).toHaveTextContent('1')
    expect(screen.getByRole('link', { name: `Pharmacy queue, ${rows - 1} orders to verify` })).toBeVisible()
  })

  test('RT-9: an order verified by a colleague lingers in place and shows who verified it', async () => {
    const { others } = await openQueue()
    await others.claims('paracetamol')
    await others.verifies('paracetamol')
    await waitFor(() => expect(row('paracetamol')).toHaveTextContent(/Verified by Lina Kamal \d\d:\d\d/))
    expect(row('paracetamol')).toHaveAttribute('data-tone', 'lingering')
  })

  test('PHQ-5, RT-7, A11Y-4: STAT orders appear on top and are announced; other arrivals wait behind the pill while the list is being read', async () => {
    const { user, grid, others } = await openQueue()
    await user.hover(row('ceftriaxone'))
    await others.prescribes('paracetamol', 'routine')
    expect(await screen.findByText('1 new order')).toBeVisible()
    expect(within(grid).getAllByRole('row')).toHaveLength(5)
    await others.prescribes('spironolactone', 'stat', 'p-3')
    await waitFor(() => expect(within(grid).getAllByRole('row')[1]).toHaveTextContent(/STAT.*spironolactone/))
    expect(document.querySelector('[data-announcer=polite]')).toHaveTextContent('New order: paracetamol, Routine')
    await user.click(screen.getByRole('button', { name: /1 new order/ }))
    expect(within(grid).getAllByRole('row')).toHaveLength(7)
  })

  test('PHQ-5, RT-10: the unit filter states how many orders it hides and never hides STAT orders', async () => {
    const { user, others } = await openQueue()
    await others.prescribes('paracetamol', 'stat', 'p-5')
    await screen.findByRole('row', { name: /OSMAN, Ali/ })
    await user.click(screen.getByRole('combobox', { name: 'Unit' }))
    await user.click(await screen.findByRole('option', { name: /Ward 3/ }))
    expect(screen.getByText(/Orders from .*Ward 3.* only/)).toBeVisible()
    expect(row('OSMAN')).toHaveTextContent('STAT: shown despite filter')
    await user.click(screen.getByRole('combobox', { name: 'Unit' }))
    await user.click(await screen.findByRole('option', { name: /Ward 5/ }))
    expect(screen.getByText(/4 hidden by filter/)).toBeVisible()
  })
})

describe('STAT alert sound', () => {
  /** Stub of the Web Audio API that records each tone; `resume` succeeds as after a user gesture. */
  function stubAudio(state: AudioContextState) {
    const tones: number[] = []
    const audioParam = () => ({ setValueAtTime: vi.fn(), linearRampToValueAtTime: vi.fn(), exponentialRampToValueAtTime: vi.fn() })
    class Audio {
      static last: Audio
      state = state
      currentTime = 0
      destination = {}
      onstatechange: (() => void) | null = null
      constructor() {
        Audio.last = this
      }
      async resume() {
        this.state = 'running'
        this.onstatechange?.()
      }
      createGain = () => ({ gain: audioParam(), connect: vi.fn() })
      createOscillator = () => ({ frequency: {}, connect: vi.fn(), start: (at: number) => tones.push(at), stop: vi.fn() })
    }
    vi.stubGlobal('AudioContext', Audio)
    return tones
  }
  afterEach(() => {
    vi.unstubAllGlobals()
    usePreferences.setState({ statSilentFor: [] })
  })

  test('PHQ-5, ATT-1, ATT-2: the sound needs a click first, then plays once per STAT order only; the arrival is announced as well', async () => {
    const tones = stubAudio('suspended')
    const { user, others } = await openQueue()
    const sound = screen.getByRole('switch', { name: /^STAT alert sound/ })
    expect(sound).toBeChecked()
    await others.prescribes('paracetamol', 'stat')
    await screen.findByRole('row', { name: /IDRIS, Musa/ })
    expect(tones).toEqual([])
    expect(document.querySelector('[data-announcer=polite]')).toHaveTextContent('New order: paracetamol, STAT')

    await user.click(sound)
    await user.click(sound)
    await waitFor(() => expect(tones).toHaveLength(6))
    await others.prescribes('paracetamol', 'stat', 'p-3')
    await waitFor(() => expect(tones).toHaveLength(12))
    await others.prescribes('paracetamol', 'routine', 'p-4')
    await screen.findByRole('row', { name: /MOHAMED, Ahmad/ })
    expect(tones).toHaveLength(12)

    await user.click(sound)
    await others.prescribes('paracetamol', 'stat', 'p-5')
    await screen.findByRole('row', { name: /OSMAN, Ali/ })
    expect(tones).toHaveLength(12)
    expect(usePreferences.getState().statSilentFor).toEqual(['u-omar'])
  })

  test('muting the STAT sound affects only the user who muted it', async () => {
    usePreferences.setState({ statSilentFor: ['u-lina'] })
    await openQueue()
    expect(screen.getByRole('switch', { name: /^STAT alert sound/ })).toBeChecked()
  })
})

describe('open item', () => {
  test('PHQ-6, PHQ-9: opening an order claims it and shows allergies, weight, laboratory results and other medicines beside it', async () => {
    const { user } = await openQueue()
    await user.click(row('ceftriaxone'))
    expect(await screen.findByRole('button', { name: /^Verify for SMITH, Jane/ })).toBeEnabled()
    expect(row('ceftriaxone')).toHaveTextContent(/You · .*left/)
    expect(itemPanel('Verify: cefTRIAXone')).toHaveTextContent(/SMITH, Jane/)
    const laboratory = await screen.findByRole('region', { name: 'Relevant laboratory results' })
    await waitFor(() => expect(laboratory).toHaveTextContent(/Potassium.*5\.9.*mmol\/L.*previous: .*5\.2/))
    expect(laboratory).toHaveTextContent(/INR.*No result/)
    expect(itemPanel('Verify: cefTRIAXone')).toHaveTextContent(/penicillin — anaphylaxis.*71\.4/)
    expect(screen.getByText(/^Indication: pneumonia/)).toBeVisible()
    expect(screen.getByText('Interactions: not checked')).toBeVisible()
    expect(screen.getByRole('region', { name: /Active medicines/ })).toHaveTextContent(/enoxaparin/)
  })

  test('PHQ-6: an order claimed by another pharmacist is read-only and names the claimant', async () => {
    const { user, others } = await openQueue()
    await others.claims('ceftriaxone')
    await waitFor(() => expect(row('ceftriaxone')).toHaveTextContent('Lina Kamal'))
    await user.click(row('ceftriaxone'))
    expect(await screen.findByText(/Claimed by Lina Kamal at \d\d:\d\d/)).toBeVisible()
    expect(screen.queryByRole('button', { name: /^Verify for/ })).toBeNull()
    expect(screen.queryByRole('button', { name: /^Claim/ })).toBeNull()
  })

  test('PHQ-7: closing an order releases its claim', async () => {
    const { user } = await openQueue()
    await user.click(row('ceftriaxone'))
    await screen.findByRole('button', { name: /^Verify for/ })
    await user.click(screen.getByRole('button', { name: 'Close this order' }))
    await waitFor(() => expect(row('ceftriaxone')).not.toHaveTextContent('You ·'))
    expect(screen.getByText('No order selected')).toBeVisible()
    await waitFor(() => expect(row('ceftriaxone')).toHaveTextContent(/Opened by Omar Farouk, not verified/))
  })

  test('PHQ-14, K-5: Ctrl+Enter verifies and opens the next unclaimed order', async () => {
    const { user, others } = await openQueue()
    await others.claims('enoxaparin')
    await user.click(row('ceftriaxone'))
    await screen.findByRole('button', { name: /^Verify for/ })
    await user.keyboard('{Control>}{Enter}{/Control}')
    await waitFor(() => expect(row('ceftriaxone')).toHaveTextContent(/Verified by Omar Farouk/))
    await waitFor(() => expect(row('spironolactone')).toHaveTextContent('You ·'))
    expect(await screen.findByRole('region', { name: 'Verify: spironolactone' })).toHaveTextContent('Magnesium')
  })

  test('PHQ-14: the switch keeps the order open after verifying', async () => {
    const { user } = await openQueue()
    await user.click(row('ceftriaxone'))
    await user.click(await screen.findByRole('switch', { name: 'Stay on this order' }))
    await user.click(screen.getByRole('button', { name: /^Verify for/ }))
    expect(await screen.findByRole('button', { name: /^Claim/ })).toBeVisible()
    expect(itemPanel('Prepare: cefTRIAXone')).toHaveTextContent('Unclaimed.')
  })

  test('K-5: a high-alert medicine is verified through a confirmation sheet', async () => {
    const { user } = await openQueue()
    await user.click(row('enoxaparin'))
    await screen.findByRole('button', { name: /^Verify for/ })
    await user.keyboard('{Control>}{Enter}{/Control}')
    const sheet = await screen.findByRole('dialog', { name: 'High-alert medicine' })
    expect(sheet).toHaveTextContent(/SMITH, Jane.*enoxaparin/)
    expect(screen.queryByText(/Verified by/)).toBeNull()
    await user.keyboard('{Control>}{Enter}{/Control}')
    await waitFor(() => expect(row('enoxaparin')).toHaveTextContent('Verified by Omar Farouk'))
  })

  test('PHQ-21: discontinuation by the prescriber interrupts the claiming pharmacist until acknowledged', async () => {
    const { user, others } = await openQueue()
    await user.click(row('ceftriaxone'))
    await screen.findByRole('button', { name: /^Verify for/ })
    await others.stops('ceftriaxone')
    const stop = await screen.findByRole('alertdialog', { name: /Order discontinued \d\d:\d\d by Dr Amal Hassan — stop work/ })
    expect(stop).toHaveTextContent(/SMITH, Jane.*129 728 7652/)
    await user.keyboard('{Escape}')
    expect(stop).toBeVisible()
    await user.click(within(stop).getByRole('button', { name: /I have stopped work for SMITH, Jane/ }))
    await waitFor(() => expect(screen.queryByRole('alertdialog')).toBeNull())
    expect(screen.getByText('No order selected')).toBeVisible()
  })
})

test('PHQ-19: a prescription older than 90 days is marked expired and can be neither verified nor dispensed', async () => {
  const ward = await openWard()
  const [old] = await ward.find('MedicationRequest', ({ medicationCodeableConcept }) => medicationCodeableConcept?.text === 'paracetamol')
  const authoredOn = new Date(Date.now() - 91 * 86_400_000).toISOString()
  const resource = { ...old, id: 'rx-old', authoredOn, subject: { reference: 'Patient/p-2' } } as NonNullable<typeof old>
  const [task] = await ward.find('Task', ({ focus }) => focus?.reference === `MedicationRequest/${old?.id}`)
  const related = [{ ...task, id: 'rx-old-task', focus: { reference: 'MedicationRequest/rx-old' } } as NonNullable<typeof task>]
  await ward.record('dr.amal', ward.subject('p-2'), [
    { type: 'pharmacy.medication.prescribed', resource, related, data: { duplicateReason: null } },
  ])
  const { user } = await openQueue(ward)
  expect(row('IDRIS')).toHaveTextContent('EXPIRED — do not dispense')
  await user.click(row('IDRIS'))
  expect(await screen.findByText(/older than 90 days: do not dispense/)).toBeVisible()
  await waitFor(() => expect(row('IDRIS')).toHaveTextContent(/You · .*left/))
  expect(screen.queryByRole('button', { name: /^Verify for/ })).toBeNull()
})

describe('preparing and dispensing', () => {
  const verified = async () => {
    const ward = await openWard()
    const target = { prescriptionId: await idOf(ward, 'paracetamol') }
    await ward.as('pharm.lina').pharmacy.claim({ ...target, commandId: commandId(), reason: null })
    await ward.as('pharm.lina').pharmacy.verify({ ...target, commandId: commandId(), versionId: '1', note: null })
    return openQueue(ward, '/pharmacy?stage=prepare')
  }

  test('MED-17, PHQ-16: an order is prepared with lot and expiry, then dispensed through a form that names the patient', async () => {
    const { user } = await verified()
    await user.click(row('paracetamol'))
    await user.type(await screen.findByRole('textbox', { name: 'Lot number' }), 'A17')
    await user.type(screen.getByRole('textbox', { name: 'Expiry date' }), '01-2031')
    expect(screen.getByText('31-Jan-2031')).toBeVisible()
    await user.click(screen.getByRole('button', { name: /^Mark prepared for SMITH, Jane/ }))
    await user.click(await screen.findByRole('tab', { name: /^Ready/ }))
    await user.click(row('paracetamol'))
    await screen.findByRole('button', { name: /^Dispense for SMITH, Jane/ })
    await user.keyboard('d')
    const sheet = await screen.findByRole('dialog', { name: 'Dispense paracetamol' })
    const quantity = within(sheet).getByRole('textbox', { name: 'Quantity' })
    await user.type(quantity, 'some')
    expect(within(sheet).getByText(/^tablet/)).toBeVisible()
    await user.keyboard('{Control>}{Enter}{/Control}')
    expect(await within(sheet).findByText('Enter a quantity greater than 0')).toBeVisible()
    await user.clear(quantity)
    await user.type(quantity, '٢٠')
    await user.keyboard('{Control>}{Enter}{/Control}')
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())
    await user.click(screen.getByRole('tab', { name: /^Done today/ }))
    await waitFor(() => expect(row('paracetamol')).toHaveTextContent(/Dispensed by Omar Farouk/))
  })

  test('PHQ-18: dispensing the same order again today shows the earlier dispense and requires a reason', async () => {
    const ward = await openWard()
    const target = { prescriptionId: await idOf(ward, 'paracetamol') }
    await ward.as('pharm.lina').pharmacy.claim({ ...target, commandId: commandId(), reason: null })
    await ward.as('pharm.lina').pharmacy.verify({ ...target, commandId: commandId(), versionId: '1', note: null })
    const quantity = { value: 20, unit: 'tablet' }
    await ward.as('pharm.lina').pharmacy.dispense({ ...target, commandId: commandId(), quantity, daysSupply: null, duplicateReason: null })
    const { user } = await openQueue(ward, '/pharmacy?stage=done')
    await user.click(row('paracetamol'))
    await user.click(await screen.findByRole('button', { name: /^Dispense again for SMITH, Jane/ }))
    const sheet = await screen.findByRole('dialog')
    expect(within(sheet).getByRole('alert')).toHaveTextContent(/Already dispensed today: .*20.*tablet.* by Lina Kamal at/)
    await user.type(within(sheet).getByRole('textbox', { name: 'Quantity' }), '2')
    await user.keyboard('{Control>}{Enter}{/Control}')
    expect(await within(sheet).findByText('Enter a reason')).toBeVisible()
  })
})

test('RT-5: the button shows progress and the row is unchanged until the server responds', async () => {
  const { ward, user } = await openQueue()
  await user.click(row('ceftriaxone'))
  const verify = await screen.findByRole('button', { name: /^Verify for/ })
  const { http, HttpResponse } = await import('msw')
  const gate = Promise.withResolvers<void>()
  doors.use(
    http.post('*/trpc/pharmacy.verify', async () => {
      await gate.promise
      const answer = await ward.as('pharm.omar').pharmacy.verify({
        commandId: commandId(),
        prescriptionId: await idOf(ward, 'ceftriaxone'),
        versionId: '1',
        note: null,
      })
      return HttpResponse.json([{ result: { data: answer } }])
    }),
  )
  await user.click(verify)
  expect(await screen.findByRole('button', { name: 'Saving…' })).toBeDisabled()
  expect(row('ceftriaxone')).not.toHaveTextContent('Verified')
  await act(async () => gate.resolve())
  await waitFor(() => expect(row('ceftriaxone')).toHaveTextContent('Verified by Omar Farouk'))
})

test('AR-1, AR-7: the Arabic queue is right-to-left and shows the registered Arabic name first', async () => {
  const ward = await openWard()
  const { others } = await openQueue(ward)
  await act(() => i18next.changeLanguage('ar'))
  await screen.findByRole('grid', { name: 'قائمة عمل الصيدلية' })
  await others.prescribes('paracetamol', 'stat')
  expect(await screen.findByRole('row', { name: /موسى إدريس/ })).toHaveTextContent(/303.114.0021/)
  expect(document.documentElement).toHaveAttribute('dir', 'rtl')
})
