import type { Locator } from '@playwright/test'
import { PatientPage } from './patient-page.ts'

export class ChartPage extends PatientPage {
  card(title: string): Locator {
    return this.page.getByRole('region', { name: title, exact: true })
  }

  async recordVitals(values: Readonly<Record<string, string>>): Promise<void> {
    await this.card('Vitals').getByRole('button', { name: 'Record vitals' }).click()
    const sheet = this.page.getByRole('dialog', { name: 'Record vital signs' })
    for (const [sign, value] of Object.entries(values)) await sheet.getByRole('textbox', { name: sign }).fill(value)
    await sheet.getByRole('button', { name: /^Record vitals for/ }).click()
    await sheet.waitFor({ state: 'hidden' })
  }
}
