import { expect, type Locator } from '@playwright/test'
import { PatientPage } from './patient-page.ts'

/** A chart at an earlier time: the notice above it, the slider over the patient's events, and the chart itself. */
export class HistoryPage extends PatientPage {
  notice(): Locator {
    return this.page.getByRole('region', { name: 'Chart history' })
  }

  slider(): Locator {
    return this.page.getByRole('slider', { name: 'Time in the chart history' })
  }

  /** The chart at the selected time. */
  content(): Locator {
    return this.page.getByRole('group', { name: 'Chart history' })
  }

  card(title: string): Locator {
    return this.content().getByRole('region', { name: title, exact: true })
  }

  /** Opens the history from the current chart with the keys shown on its button. */
  async open(): Promise<void> {
    await this.page.keyboard.press('g')
    await this.page.keyboard.press('y')
    await expect(this.content()).toBeVisible()
  }

  async showPreviousEvent(): Promise<void> {
    await this.page.getByRole('button', { name: 'Previous event' }).click()
  }

  async close(): Promise<void> {
    await this.page.keyboard.press('Escape')
    await expect(this.notice()).toBeHidden()
  }
}
