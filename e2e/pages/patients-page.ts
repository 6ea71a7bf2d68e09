import type { Locator } from '@playwright/test'
import { Screen } from './base-page.ts'

export class PatientsPage extends Screen {
  list(): Locator {
    return this.page.getByRole('grid')
  }

  async search(words: string): Promise<void> {
    await this.page.getByRole('searchbox').fill(words)
  }
}
