import { expect, type Locator, type Page } from '@playwright/test'

/** What every screen of the product has around its content. */
export class Screen {
  readonly page: Page

  constructor(page: Page) {
    this.page = page
  }

  /** The connection badge: Live, Catching up, Delayed, Offline. */
  connection(): Locator {
    return this.page.locator('[data-connection]')
  }

  async isLive(): Promise<void> {
    await expect(this.connection()).toHaveAttribute('data-connection', 'live')
  }

  /** What a screen reader was last told politely. */
  announcement(): Locator {
    return this.page.locator('[data-announcer="polite"]')
  }

  /** The dialog that interrupts whoever must know of a critical value. */
  critical(): Locator {
    return this.page.getByRole('alertdialog')
  }

  /** A screen with its data: nothing in it is still loading. */
  async isComplete(): Promise<void> {
    await this.isLive()
    await expect(this.page.locator('main [aria-busy="true"]')).toHaveCount(0)
    await expect(this.page.locator('main').getByText('Loading…')).toHaveCount(0)
  }

  async switchesTo(appearance: 'Light' | 'Dark'): Promise<void> {
    await this.page.getByRole('banner').locator('[aria-haspopup=menu]').click()
    await this.page.getByRole('button', { name: appearance, exact: true }).click()
    await this.page.keyboard.press('Escape')
    await expect(this.page.getByRole('menu')).toBeHidden()
  }

  async switchesToArabic(): Promise<void> {
    await this.page.getByRole('button', { name: 'Switch to Arabic' }).click()
    await expect(this.page.locator('html')).toHaveAttribute('dir', 'rtl')
  }

  /** Takes the hand off the mouse: a list under the pointer holds arrivals back (RT-7). */
  async looksOn(): Promise<void> {
    await this.page.mouse.move(0, 0)
  }

  /** Loses everything the page holds in memory, as a crash of the browser would. */
  async reload(): Promise<void> {
    await this.page.reload()
    await this.isLive()
  }
}
