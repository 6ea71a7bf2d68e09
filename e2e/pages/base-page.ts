import { expect, type Locator, type Page } from '@playwright/test'

/** The elements that all screens have in common. */
export class BasePage {
  readonly page: Page

  constructor(page: Page) {
    this.page = page
  }

  /** The connection badge: Live, Catching up, Delayed, Offline. */
  connection(): Locator {
    return this.page.locator('[data-connection]')
  }

  async expectLive(): Promise<void> {
    await expect(this.connection()).toHaveAttribute('data-connection', 'live')
  }

  /** The last polite announcement for screen readers. */
  announcement(): Locator {
    return this.page.locator('[data-announcer="polite"]')
  }

  /** The dialog that interrupts the responsible user with a critical value. */
  criticalAlert(): Locator {
    return this.page.getByRole('alertdialog')
  }

  /** Waits until the connection is live and nothing is loading. */
  async expectLoaded(): Promise<void> {
    await this.expectLive()
    await expect(this.page.locator('main [aria-busy="true"]')).toHaveCount(0)
    await expect(this.page.locator('main').getByText('Loading…')).toHaveCount(0)
  }

  async setAppearance(appearance: 'Light' | 'Dark'): Promise<void> {
    await this.page.getByRole('banner').locator('[aria-haspopup=menu]').click()
    await this.page.getByRole('button', { name: appearance, exact: true }).click()
    await this.page.keyboard.press('Escape')
    await expect(this.page.getByRole('menu')).toBeHidden()
  }

  async switchToArabic(): Promise<void> {
    await this.page.getByRole('button', { name: 'Switch to Arabic' }).click()
    await expect(this.page.locator('html')).toHaveAttribute('dir', 'rtl')
  }

  /** Moves the pointer off the lists, because a list under the pointer holds new rows back (RT-7). */
  async movePointerAway(): Promise<void> {
    await this.page.mouse.move(0, 0)
  }

  /** Reloads the page, which loses its memory as a crash of the browser would. */
  async reload(): Promise<void> {
    await this.page.reload()
    await this.expectLive()
  }
}
