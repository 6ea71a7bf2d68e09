import type { Locator } from '@playwright/test'
import { Screen } from './screen.ts'

export class PatientsPage extends Screen {
  list(): Locator {
    return this.page.getByRole('grid')
  }

  async search(words: string): Promise<void> {
    await this.page.getByRole('searchbox').fill(words)
  }
}
