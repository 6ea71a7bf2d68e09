import type { Locator } from '@playwright/test'
import { BasePage } from './base-page.ts'

export class PatientsPage extends BasePage {
  list(): Locator {
    return this.page.getByRole('grid')
  }

  async search(words: string): Promise<void> {
    await this.page.getByRole('searchbox').fill(words)
  }
}
