import { expect, type Locator } from '@playwright/test'
import type { WardPatient } from '../fixtures/ward.ts'
import { BasePage } from './base-page.ts'

export class PharmacyQueuePage extends BasePage {
  queue(): Locator {
    return this.page.getByRole('grid')
  }

  row(patient: WardPatient): Locator {
    return this.queue().getByRole('row').filter({ hasText: patient.family.toUpperCase() })
  }

  async openStage(stage: 'Verify' | 'Prepare' | 'Ready' | 'Done today'): Promise<void> {
    await this.page.getByRole('tab', { name: new RegExp(`^${stage}`) }).click()
  }

  /** Opens the patient's item, which claims it if it is unclaimed (PHQ-6). */
  async openItem(patient: WardPatient): Promise<void> {
    await this.row(patient).click()
  }

  actionButton(verb: 'Verify' | 'Mark prepared' | 'Dispense', patient: WardPatient): Locator {
    return this.page.getByRole('button', { name: new RegExp(`^${verb} for ${patient.name}`) })
  }

  /** The notice that another pharmacist claimed the item. */
  claimedBy(name: string): Locator {
    return this.page.getByText(new RegExp(`Claimed by ${name}`))
  }

  async verify(patient: WardPatient): Promise<void> {
    await this.actionButton('Verify', patient).click()
  }

  async prepare(patient: WardPatient, { lot, expires }: { lot: string; expires: string }): Promise<void> {
    await this.page.getByRole('textbox', { name: 'Lot number' }).fill(lot)
    await this.page.getByLabel('Expiry date').fill(expires)
    await this.actionButton('Mark prepared', patient).click()
  }

  async dispense(patient: WardPatient, { quantity }: { quantity: string }): Promise<void> {
    await this.actionButton('Dispense', patient).click()
    const sheet = this.page.getByRole('dialog', { name: /^Dispense/ })
    await sheet.getByRole('textbox', { name: 'Quantity' }).fill(quantity)
    await sheet.getByRole('button', { name: /^Dispense for/ }).click()
    await expect(sheet).toBeHidden()
  }

  /** The dialog that interrupts the pharmacist when the prescriber stops a claimed prescription (PHQ-21). */
  cancellationDialog(): Locator {
    return this.page.getByRole('alertdialog').filter({ hasText: /Order discontinued/ })
  }
}
