import { expect, type Locator } from '@playwright/test'
import type { WardPatient } from '../fixtures/ward.ts'
import { Screen } from './screen.ts'

export class PharmacyQueuePage extends Screen {
  queue(): Locator {
    return this.page.getByRole('grid')
  }

  row(patient: WardPatient): Locator {
    return this.queue().getByRole('row').filter({ hasText: patient.family.toUpperCase() })
  }

  async toStage(stage: 'Verify' | 'Prepare' | 'Ready' | 'Done today'): Promise<void> {
    await this.page.getByRole('tab', { name: new RegExp(`^${stage}`) }).click()
  }

  /** Opening an item claims it, when nobody has it (PHQ-6). */
  async opens(patient: WardPatient): Promise<void> {
    await this.row(patient).click()
  }

  act(verb: 'Verify' | 'Mark prepared' | 'Dispense', patient: WardPatient): Locator {
    return this.page.getByRole('button', { name: new RegExp(`^${verb} for ${patient.name}`) })
  }

  /** Says that another pharmacist has it, and since when. */
  heldBy(name: string): Locator {
    return this.page.getByText(new RegExp(`Claimed by ${name}`))
  }

  async verify(patient: WardPatient): Promise<void> {
    await this.act('Verify', patient).click()
  }

  async prepare(patient: WardPatient, { lot, expires }: { lot: string; expires: string }): Promise<void> {
    await this.page.getByRole('textbox', { name: 'Lot number' }).fill(lot)
    await this.page.getByLabel('Expiry date').fill(expires)
    await this.act('Mark prepared', patient).click()
  }

  async dispense(patient: WardPatient, { quantity }: { quantity: string }): Promise<void> {
    await this.act('Dispense', patient).click()
    const sheet = this.page.getByRole('dialog', { name: /^Dispense/ })
    await sheet.getByRole('textbox', { name: 'Quantity' }).fill(quantity)
    await sheet.getByRole('button', { name: /^Dispense for/ }).click()
    await expect(sheet).toBeHidden()
  }

  /** Stands before everything else when the prescriber stopped what is in hand (PHQ-21). */
  stopped(): Locator {
    return this.page.getByRole('alertdialog').filter({ hasText: /Order discontinued/ })
  }
}
