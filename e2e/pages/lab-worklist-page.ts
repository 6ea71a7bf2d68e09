import { expect, type Locator } from '@playwright/test'
import type { WardPatient } from '../fixtures/ward.ts'
import { BasePage } from './base-page.ts'

export class LabWorklistPage extends BasePage {
  row(patient: WardPatient): Locator {
    return this.page.getByRole('grid').first().getByRole('row').filter({ hasText: patient.family.toUpperCase() })
  }

  /** Enters and releases the values of the patient's open order, and confirms critical ones (LAB-8). */
  async release(patient: WardPatient, values: Readonly<Record<string, string>>): Promise<void> {
    await this.row(patient).click()
    for (const [test, value] of Object.entries(values)) await this.page.getByRole('textbox', { name: new RegExp(test) }).fill(value)
    await this.page
      .getByRole('button', { name: /^Release/ })
      .first()
      .click()
    const sheet = this.page.getByRole('dialog')
    for (const confirm of await sheet.getByRole('checkbox').all()) await confirm.check()
    await sheet.getByRole('button', { name: /^Release/ }).click()
    await expect(sheet).toBeHidden()
  }
}
