import type { Locator } from '@playwright/test'
import { PatientPage } from './patient-page.ts'

export class ResultsPage extends PatientPage {
  list(): Locator {
    return this.page.getByRole('grid').first()
  }

  row(test: string): Locator {
    return this.list().getByRole('row').filter({ hasText: test })
  }
}
