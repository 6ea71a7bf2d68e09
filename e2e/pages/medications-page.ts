import { expect, type Locator } from '@playwright/test'
import { PatientPage } from './patient-page.ts'

export interface PrescriptionInput {
  readonly generic: string
  readonly dose: string
  readonly unit: string
  readonly route: string
  readonly frequency: string
  /** Duration, required for antibiotics and opioids (ORD-6). */
  readonly days?: string
  readonly indication: string
  readonly priority?: 'Routine' | 'Urgent' | 'ASAP' | 'STAT'
}

export class MedicationsPage extends PatientPage {
  list(): Locator {
    return this.page.getByRole('grid', { name: 'Medications of this patient' })
  }

  row(generic: string): Locator {
    return this.list()
      .getByRole('row')
      .filter({ hasText: new RegExp(generic, 'i') })
  }

  async #choose(field: string, value: string): Promise<void> {
    await this.page.getByRole('combobox', { name: new RegExp(`^${field}`) }).click()
    await this.page.getByRole('option', { name: value, exact: true }).click()
  }

  async prescribe({ generic, dose, unit, route, frequency, days, indication, priority }: PrescriptionInput): Promise<void> {
    await this.page.getByRole('combobox', { name: /^Search the formulary/ }).fill(generic)
    await this.page
      .getByRole('option')
      .filter({ hasText: new RegExp(generic, 'i') })
      .first()
      .click()
    await this.page.getByRole('textbox', { name: /^Dose/ }).fill(dose)
    await this.#choose('Unit', unit)
    await this.#choose('Route', route)
    await this.#choose('Frequency', frequency)
    if (days) await this.page.getByRole('textbox', { name: 'Duration (days)', exact: true }).fill(days)
    await this.page.getByRole('textbox', { name: /^Indication/ }).fill(indication)
    if (priority) await this.page.getByRole('button', { name: priority, exact: true }).click()
    await this.page.getByRole('button', { name: /^Review and sign for/ }).click()
    const sheet = this.page.getByRole('dialog', { name: 'Sign prescription' })
    await this.confirmIdentity(sheet)
    await sheet.getByRole('button', { name: /^Sign prescription for/ }).click()
    await expect(sheet).toBeHidden()
  }

  async stop(generic: string, reason: string): Promise<void> {
    await this.row(generic)
      .getByRole('button', { name: /^Actions for/ })
      .click()
    await this.page.getByRole('menuitem', { name: 'Discontinue…' }).click()
    const sheet = this.page.getByRole('dialog', { name: /^Discontinue/ })
    await sheet.getByRole('radio', { name: reason }).check()
    await sheet.getByRole('button', { name: /^Discontinue for/ }).click()
    await expect(sheet).toBeHidden()
  }
}
