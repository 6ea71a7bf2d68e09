import { act, fireEvent, screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { IdentityConfirm } from '../patient/identity-confirm.tsx'
import { jane, renderUi } from '../testing.tsx'
import { ConfirmSheet } from './confirm-sheet.tsx'
import { CriticalDialog, type CriticalDialogProps } from './critical-dialog.tsx'
import { DiffBlock } from './diff-block.tsx'
import { readingTimes } from './reading-time.ts'
import { SignSheet, type SignSheetProps } from './sign-sheet.tsx'

afterEach(() => {
  vi.useRealTimers()
  readingTimes.sheet = 0
})
const noop = () => {}

describe('sign sheet (ORD-11, ORD-12)', () => {
  const sheet = (props: Partial<SignSheetProps> = {}) => (
    <SignSheet
      open
      title="Sign orders"
      patient={jane}
      lines={[
        { lineId: '1', text: 'Potassium, plasma' },
        { lineId: '2', text: 'ECG 12-lead' },
      ]}
      onSign={noop}
      onClose={noop}
      {...props}
    />
  )

  test('the button shows count and patient (ID-12), and the sheet two identifiers (ID-8)', () => {
    renderUi(sheet())
    expect(screen.getByRole('button', { name: 'Sign 2 orders for SMITH, Jane' })).toBeEnabled()
    expect(screen.getByRole('dialog', { name: 'Sign orders' }).textContent).toContain('14-Mar-1959')
  })

  test('Ctrl Enter signs, Enter alone does not (K-5)', async () => {
    const signed = vi.fn()
    renderUi(sheet({ onSign: signed }))
    const user = userEvent.setup()
    await user.keyboard('{Enter}')
    expect(signed).not.toHaveBeenCalled()
    await user.keyboard('{Control>}{Enter}{/Control}')
    expect(signed).toHaveBeenCalledOnce()
  })

  test('a running request shows "Saving…" and blocks a second signature (RT-5)', () => {
    const signed = vi.fn()
    renderUi(sheet({ onSign: signed, busy: true }))
    expect(screen.getByRole('button', { name: 'Saving…' })).toBeDisabled()
    fireEvent.keyDown(screen.getByRole('dialog'), { key: 'Enter', ctrlKey: true })
    expect(signed).not.toHaveBeenCalled()
  })

  test('the second click of a double click, or a key pressed twice, does not sign a sheet that has just opened', () => {
    vi.useFakeTimers()
    readingTimes.sheet = 500
    const signed = vi.fn()
    const confirmed = vi.fn()
    const { rerender } = renderUi(<IdentityConfirm open patient={jane} onConfirm={confirmed} onCancel={noop} />)
    fireEvent.click(screen.getByRole('button', { name: 'Yes, SMITH, Jane' }))
    expect(confirmed).not.toHaveBeenCalled()
    act(() => vi.advanceTimersByTime(500))
    fireEvent.click(screen.getByRole('button', { name: 'Yes, SMITH, Jane' }))
    expect(confirmed).toHaveBeenCalledOnce()

    rerender(sheet({ onSign: signed }))
    const button = screen.getByRole('button', { name: /^Sign 2 orders/ })
    fireEvent.click(button)
    fireEvent.keyDown(button, { key: 'Enter', ctrlKey: true })
    expect(signed).not.toHaveBeenCalled()
    act(() => vi.advanceTimersByTime(500))
    fireEvent.click(button)
    expect(signed).toHaveBeenCalledOnce()
  })

  test('a refusal is shown, and the lines stay', () => {
    renderUi(sheet({ error: 'Dr Sami changed this order at 21:04.' }))
    expect(screen.getByRole('alert')).toHaveTextContent('Dr Sami changed this order')
    expect(screen.getByText('ECG 12-lead')).toBeVisible()
  })
})

describe('critical dialog', () => {
  const dialog = (props: Partial<CriticalDialogProps> = {}) => (
    <CriticalDialog
      open
      alertId="a1"
      patient={jane}
      value="6.8"
      unit="mmol/L"
      flag="HH"
      name="Potassium"
      knownSince={new Date().toISOString()}
      onActing={noop}
      onOpenChart={noop}
      onReassign={noop}
      {...props}
    />
  )
  const acting = () => screen.getByRole('button', { name: 'Acknowledge and act' })

  test('a free-text finding wraps and does not overflow the dialog', () => {
    const finding = 'Right-sided tension pneumothorax with mediastinal shift'
    renderUi(dialog({ value: null, finding }))
    const shown = screen.getByText(finding)
    expect(shown.textContent).toBe(finding)
    expect(shown).toHaveAttribute('dir', 'auto')
    expect(shown).not.toHaveStyle({ whiteSpace: 'nowrap' })
  })

  test('the dialog shows patient and result, and cannot be dismissed (INB-14)', async () => {
    renderUi(dialog())
    const shown = screen.getByRole('alertdialog', { name: 'Critical result' })
    expect(shown.textContent?.replaceAll('\u00a0', ' ')).toMatch(/SMITH, Jane.*14-Mar-1959.*MRN 129 728 7652.*6\.8.*mmol\/L.*HH.*Potassium/)
    await userEvent.keyboard('{Escape}')
    expect(screen.getByRole('alertdialog')).toBeVisible()
  })

  test('acknowledging is possible only after identifiers and value were shown for a second (INB-4)', () => {
    vi.useFakeTimers()
    const onActing = vi.fn()
    const { rerender } = renderUi(dialog({ onActing }))
    expect(acting()).toBeDisabled()
    fireEvent.keyDown(screen.getByRole('alertdialog'), { key: 'Enter', ctrlKey: true })
    expect(onActing).not.toHaveBeenCalled()

    act(() => vi.advanceTimersByTime(readingTimes.alert))
    fireEvent.keyDown(screen.getByRole('alertdialog'), { key: 'Enter', ctrlKey: true })
    expect(onActing).toHaveBeenCalledOnce()

    rerender(dialog({ alertId: 'a2', value: '7.1', onActing }))
    expect(acting()).toBeDisabled()
  })
})

test('Enter confirms the identity, Escape cancels (ID-13)', async () => {
  const confirmed = vi.fn()
  const cancelled = vi.fn()
  renderUi(<IdentityConfirm open patient={jane} onConfirm={confirmed} onCancel={cancelled} />)
  expect(screen.getByRole('button', { name: 'Yes, SMITH, Jane' })).toHaveFocus()
  await userEvent.keyboard('{Enter}')
  expect(confirmed).toHaveBeenCalledOnce()
  await userEvent.keyboard('{Escape}')
  expect(cancelled).toHaveBeenCalledOnce()
})

test('a coded reason is required, and "other" requires free text', async () => {
  const confirmed = vi.fn()
  renderUi(
    <ConfirmSheet
      open
      title="Discontinue order"
      patient={jane}
      commitLabel="Discontinue for SMITH, Jane"
      reasons={[
        { code: 'error', label: 'Ordered in error' },
        { code: 'other', label: 'Other' },
      ]}
      otherCode="other"
      onConfirm={confirmed}
      onClose={noop}
    />,
  )
  const commit = screen.getByRole('button', { name: 'Discontinue for SMITH, Jane' })
  expect(commit).toBeDisabled()
  await userEvent.click(screen.getByLabelText('Other'))
  expect(commit).toBeDisabled()
  await userEvent.type(screen.getByLabelText('Other reason'), ' changed plan ')
  await userEvent.click(commit)
  expect(confirmed).toHaveBeenCalledWith({ code: 'other', text: 'changed plan' })
})

test('a conflict shows user, time and change, and offers both resolutions (RT-6)', async () => {
  const reapplied = vi.fn()
  renderUi(
    <DiffBlock
      changedBy="Dr Sami"
      changedAt="2026-11-20T19:04:00Z"
      changes={[{ label: 'Dose', before: '1 g', after: '2 g' }]}
      onReload={noop}
      onReapply={reapplied}
    />,
  )
  expect(screen.getByText('Changed by Dr Sami, 20-Nov-2026 21:04')).toBeVisible()
  expect(screen.getByText('1 g').tagName).toBe('DEL')
  await userEvent.click(screen.getByRole('button', { name: 'Reapply my changes' }))
  expect(reapplied).toHaveBeenCalledOnce()
})
