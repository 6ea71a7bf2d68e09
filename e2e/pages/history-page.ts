import { expect, type Locator } from '@playwright/test'
import { PatientScreen } from './patient-screen.ts'

/** A chart as it was: the band that says so, the way along the patient's events, and everything below. */
export class HistoryPage extends PatientScreen {
  band(): Locator {
    return this.page.getByRole('region', { name: 'Chart history' })
  }

  slider(): Locator {
    return this.page.getByRole('slider', { name: 'Time in the chart history' })
  }

  /** Everything that is of then. */
  below(): Locator {
    return this.page.getByRole('group', { name: 'Chart history' })
  }

  card(title: string): Locator {
    return this.below().getByRole('region', { name: title, exact: true })
  }

  /** From the chart of now, by the keys that the button shows. */
  async open(): Promise<void> {
    await this.page.keyboard.press('g')
    await this.page.keyboard.press('y')
    await expect(this.below()).toBeVisible()
  }

  async earlier(): Promise<void> {
    await this.page.getByRole('button', { name: 'Previous event' }).click()
  }

  async returns(): Promise<void> {
    await this.page.keyboard.press('Escape')
    await expect(this.band()).toBeHidden()
  }
}
